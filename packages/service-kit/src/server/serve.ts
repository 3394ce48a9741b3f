import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Express, NextFunction, Request, Response } from 'express';
import type { Logger } from '../logger.ts';
import { Refusal } from '../refusal.ts';
import type { FinishedRequest } from './finished-request.ts';
import { compileHotTable, type HotRoute } from './hot-table.ts';
import { listen, type ListenAt } from './listen.ts';
import { drain } from './drain.ts';
import { limitConnections } from './limit-connections.ts';
import { addressLimitOf, createLengthCheck } from './limit-lengths.ts';
import { mountProbes, OWN_PROBES, type Probe } from './probes.ts';
import { answerClientError, answerError, renderLocalError, type RenderError } from './render-error.ts';
import { beginContext, contextOf, type RequestContext } from './request-context.ts';

/** What a server serves. */
export interface ServePlan {
  readonly at: ListenAt;
  readonly logger: Logger;
  /** Matched before Express: exact paths and whole-segment patterns. */
  readonly hotRoutes?: readonly HotRoute[];
  /** All other routes. */
  readonly mount?: (app: Express) => void;
  /** How many proxies of ours each request comes through: the client's address is what the outermost of them saw. Default 0. */
  readonly trustedProxies?: number;
  /** Most connections at a time; further ones are closed at once. Default: no limit. */
  readonly maxConnections?: number;
  /** Looked at before any route; throws a `Refusal`. */
  readonly guard?: (request: IncomingMessage) => void;
  /** Resolves when what the server depends on works; a rejection makes readiness 503. */
  readonly checkReady?: () => Promise<void>;
  /** Addresses besides `/health/live` and `/health/ready` that tell whether the server is alive or ready. */
  readonly probes?: readonly Probe[];
  /** Is told of each request that has ended. */
  readonly onFinished?: (request: FinishedRequest) => void;
  /** Turns errors of the rooms behind (a database that is down, say) into refusals; returns what it does not know. */
  readonly translateError?: (error: unknown) => unknown;
  /** The body that refusals get where their route says nothing else. */
  readonly renderError?: RenderError;
}

/** A server that is listening. */
export interface RunningServer {
  /** `http://127.0.0.1:8081`, or `unix:/path`. */
  readonly url: string;
  /** Everything that is answered here, by method and address. */
  readonly routes: readonly MountedRoute[];
  /**
   * Stops: readiness 503 at once, no new connections, running requests get `deadlineMs` to end.
   *
   * @returns How many connections had to be cut.
   */
  drain(deadlineMs: number): Promise<number>;
}

/** One address that a server answers. `path` is as it is written in the code. */
export interface MountedRoute {
  readonly method: string;
  readonly path: string;
}

/** Puts routes on a Node server and an Express app, and listens. */
export async function serve(httpServer: Server, app: Express, plan: ServePlan): Promise<RunningServer> {
  const state = { draining: false };
  const inFlight = new Set<ServerResponse>();
  const renderError = plan.renderError ?? renderLocalError;
  const probes = [...OWN_PROBES, ...(plan.probes ?? [])];
  mountExpress(app, { ...plan, probes, renderError, isDraining: () => state.draining });
  const translate = plan.translateError ?? ((error: unknown) => error);
  const checkLengths = createLengthCheck(httpServer);
  const findHot = compileHotTable(plan.hotRoutes ?? []);
  const { logger } = plan;
  // Its members are a fixed list without secrets, and redaction is a tenth of a request's cost.
  const requestLog = logger.child({}, { redact: [] });

  httpServer.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const context = beginContext(request, plan.trustedProxies);
    const startedAt = performance.now();
    response.setHeader('X-Request-Id', context.requestId);
    if (state.draining) response.setHeader('Connection', 'close');
    inFlight.add(response);
    response.once('close', () => {
      inFlight.delete(response);
      const finished = toFinished({ request, response, context, startedAt });
      logRequest(requestLog, { finished, response, context, probes });
      plan.onFinished?.(finished);
    });
    const fail = (error: unknown, render: RenderError): void => {
      answerError(translate(error), { response, context, logger, renderError: render });
    };
    try {
      checkLengths?.(request);
      plan.guard?.(request);
    } catch (error) {
      fail(error, renderError);
      return;
    }
    const match = findHot(request.method ?? 'GET', request.url ?? '/');
    if (match === undefined) {
      app(request as Request, response as Response);
      return;
    }
    const { route } = match;
    context.route = route.path;
    if ('refusal' in match) {
      fail(match.refusal, route.renderError ?? renderError);
      return;
    }
    context.params = match.params;
    void runHandler(route, { request, response, context }).catch((error: unknown) => {
      fail(error, route.renderError ?? renderError);
    });
  });
  limitConnections(httpServer, plan);
  httpServer.on('clientError', (error, socket) => {
    const onRefused = (status: number): void => {
      plan.onFinished?.({ method: 'none', route: 'none', status, durationMs: 0, context: undefined });
    };
    answerClientError(error, socket, { logger, onRefused, addressLimitBytes: addressLimitOf(httpServer) });
  });

  const url = await listen(httpServer, plan.at);
  return {
    url,
    routes: [...(plan.hotRoutes ?? []).map(({ method, path }) => ({ method, path })), ...expressRoutes(app)],
    drain: (deadlineMs) => {
      state.draining = true;
      // A client that keeps its connection must not send the next request into a server that is gone.
      for (const response of inFlight) if (!response.headersSent) response.setHeader('Connection', 'close');
      return drain(httpServer, deadlineMs);
    },
  };
}

async function runHandler(
  route: HotRoute,
  { request, response, context }: { request: IncomingMessage; response: ServerResponse; context: RequestContext },
): Promise<void> {
  await route.handle(request, response, context);
}

function mountExpress(
  app: Express,
  plan: ServePlan & { probes: readonly Probe[]; renderError: RenderError; isDraining: () => boolean },
): void {
  mountProbes(app, plan);
  plan.mount?.(app);
  app.use(() => {
    throw new Refusal({
      status: 404,
      code: 'not_found',
      reason: 'route_unknown',
      message: 'There is nothing at this address.',
    });
  });
  // Express knows an error handler by its four parameters.
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const context = contextOf(request);
    answerError(plan.translateError?.(error) ?? error, {
      response,
      context,
      logger: plan.logger,
      renderError: plan.renderError,
    });
  });
}

function toFinished({
  request,
  response,
  context,
  startedAt,
}: {
  request: IncomingMessage;
  response: ServerResponse;
  context: RequestContext;
  startedAt: number;
}): FinishedRequest {
  return {
    method: request.method ?? 'none',
    route: context.route === 'none' ? expressRoute(request) : context.route,
    // Nothing was answered to whoever went away first: Node's own 200 would be a lie.
    status: response.headersSent ? response.statusCode : undefined,
    durationMs: performance.now() - startedAt,
    context,
  };
}

function logRequest(
  logger: Logger,
  entry: {
    finished: FinishedRequest;
    response: ServerResponse;
    context: RequestContext;
    probes: readonly Probe[];
  },
): void {
  const { finished, response, context } = entry;
  const { method, route, status, durationMs } = finished;
  const level = entry.probes.some(({ path }) => path === route) ? 'debug' : 'info';
  logger[level](
    {
      requestId: context.requestId,
      method,
      route,
      ...(status === undefined ? {} : { status }),
      ...(response.writableFinished ? {} : { cutOff: true }),
      durationMs: Math.round(durationMs * 10) / 10,
      ...(context.reason === undefined ? {} : { reason: context.reason }),
      ...context.logFields,
    },
    'request',
  );
}

/** The pattern that Express matched: Express sets `route` on its requests. */
function expressRoute(request: IncomingMessage): string {
  const path = (request as Partial<Request>).route as { path?: unknown } | undefined;
  return typeof path?.path === 'string' ? path.path : 'none';
}

/** What was mounted in Express. `app.all` is what says that a method is not taken: no address of its own. */
function expressRoutes(app: Express): readonly MountedRoute[] {
  const { stack } = app.router as unknown as { stack: readonly ExpressLayer[] };
  return stack.flatMap(({ route }) =>
    route === undefined || route.methods.trace === true
      ? []
      : Object.keys(route.methods).map((method) => ({ method: method.toUpperCase(), path: String(route.path) })),
  );
}

interface ExpressLayer {
  readonly route?: { readonly path: unknown; readonly methods: Readonly<Record<string, boolean>> };
}
