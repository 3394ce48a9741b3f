import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Express, NextFunction, Request, Response } from 'express';
import { HEALTH_ROUTES } from '@gpii/protocol';
import type { Logger } from '../logger.ts';
import { Refusal } from '../refusal.ts';
import { compileHotTable, type HotRoute } from './hot-table.ts';
import { listen, type ListenAt } from './listen.ts';
import { drain } from './drain.ts';
import { limitConnections } from './limit-connections.ts';
import { answerClientError, answerError, renderLocalError, type RenderError } from './render-error.ts';
import { beginContext, contextOf, type RequestContext } from './request-context.ts';
import { sendJson } from './respond.ts';

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
  /** Turns errors of the rooms behind (a database that is down, say) into refusals; returns what it does not know. */
  readonly translateError?: (error: unknown) => unknown;
  /** The body that refusals get where their route says nothing else. */
  readonly renderError?: RenderError;
}

/** A server that is listening. */
export interface RunningServer {
  /** `http://127.0.0.1:8081`, or `unix:/path`. */
  readonly url: string;
  /**
   * Stops: readiness 503 at once, no new connections, running requests get `deadlineMs` to end.
   *
   * @returns How many connections had to be cut.
   */
  drain(deadlineMs: number): Promise<number>;
}

/** Puts routes on a Node server and an Express app, and listens. */
export async function serve(httpServer: Server, app: Express, plan: ServePlan): Promise<RunningServer> {
  const state = { draining: false };
  const inFlight = new Set<ServerResponse>();
  const renderError = plan.renderError ?? renderLocalError;
  mountExpress(app, { ...plan, renderError, isDraining: () => state.draining });
  const translate = plan.translateError ?? ((error: unknown) => error);
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
      logRequest(requestLog, { request, response, context, startedAt });
    });
    const fail = (error: unknown, render: RenderError): void => {
      answerError(translate(error), { response, context, logger, renderError: render });
    };
    try {
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
    answerClientError(error, socket, logger);
  });

  const url = await listen(httpServer, plan.at);
  return {
    url,
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

function mountExpress(app: Express, plan: ServePlan & { renderError: RenderError; isDraining: () => boolean }): void {
  app.get(HEALTH_ROUTES.live, (_request, response) => {
    sendJson(response, 200, { status: 'live' });
  });
  app.get(HEALTH_ROUTES.ready, async (_request, response) => {
    if (plan.isDraining()) throw notReady('draining', 'The server is stopping.');
    try {
      await plan.checkReady?.();
    } catch (error) {
      const known = plan.translateError?.(error) ?? error;
      if (known instanceof Refusal) throw known;
      throw notReady('store_unavailable', 'Something that this server depends on does not answer.', error);
    }
    sendJson(response, 200, { status: 'ready' });
  });
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

function notReady(reason: 'draining' | 'store_unavailable', message: string, cause?: unknown): Refusal {
  return new Refusal({ status: 503, code: 'temporarily_unavailable', reason, message, retryAfterSeconds: 2, cause });
}

function logRequest(
  logger: Logger,
  entry: { request: IncomingMessage; response: ServerResponse; context: RequestContext; startedAt: number },
): void {
  const { request, response, context } = entry;
  const route = context.route === 'none' ? expressRoute(request) : context.route;
  const level = route.startsWith('/health/') ? 'debug' : 'info';
  logger[level](
    {
      requestId: context.requestId,
      method: request.method,
      route,
      // Nothing was answered to whoever went away first: Node's own 200 would be a lie.
      ...(response.headersSent ? { status: response.statusCode } : {}),
      ...(response.writableFinished ? {} : { cutOff: true }),
      durationMs: Math.round((performance.now() - entry.startedAt) * 10) / 10,
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
