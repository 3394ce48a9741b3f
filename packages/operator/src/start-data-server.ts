import {
  Refusal,
  type Component,
  type Express,
  type HotRoute,
  type RenderError,
  type RunningServer,
  type RunningService,
  type ServerComponent,
  type ServiceContext,
} from '@gpii/service-kit';
import { EXIT, StartError, type SettingsOf } from '@gpii/service-kit/cli';
import { createMetrics, type Metrics } from '@gpii/service-kit/metrics';
import { StoreUnavailableError } from '@gpii/store';
import { planUpkeep } from './access-token-upkeep.ts';
import type { dataServerSettings } from './config.ts';
import { createBatchMetrics, measureData } from './metrics/data-metrics.ts';
import { createMetricsRoute } from './metrics/metrics-route.ts';
import { oneCallMs, openData } from './open-data.ts';
import { createOpenApiRoute } from './openapi/openapi-route.ts';
import type { OperatorRooms } from './operations/operation.ts';
import { removeOperatorFile, writeOperatorFile } from './operations/operator-file.ts';
import { createOperatorRoutes } from './operations/operator-routes.ts';
import { createRevisionRoute, OLD_PROBES } from './old-probes.ts';

/** The settings that every server with data has, settled. */
export type DataServerSettings = SettingsOf<(typeof dataServerSettings)['fields']>;

/** A component that has routes to mount. */
export interface RouteComponent<Rooms> {
  createRoutes(rooms: Rooms): readonly HotRoute[];
  /** Mounts pages for people in Express. */
  mountPages(app: Express, rooms: Rooms): void;
}

/** What a server is composed of. */
export interface DataServerParts<Rooms> {
  readonly publicServer: ServerComponent;
  readonly operatorServer: ServerComponent;
  /** Each of them that has `createRoutes` or `mountPages` is mounted on the public server. */
  readonly components: readonly Partial<RouteComponent<Rooms>>[];
  /** What the routes work with, from the data. */
  openRooms(data: OperatorRooms, metrics: Metrics): Rooms | Promise<Rooms>;
  /**
   * Reads solutions registries again, on SIGHUP and when an operator asks; where there are any.
   *
   * @returns OS id -> how many solutions.
   */
  reloadRegistries?(): Promise<Readonly<Record<string, number>>>;
  /** What the server depends on besides its database. */
  checkReady?(rooms: Rooms): Promise<void>;
  /** Body of refusals where their route says nothing else. */
  readonly renderError: RenderError;
}

/** The subcomponents of a component, as its config names them. */
export function componentsOf(that: Component): readonly object[] {
  return Object.keys(that.options.components as object).map((name) => that[name] as object);
}

/** Opens database and keys, then both listeners. */
export async function startDataServer<Rooms>(
  { settings, logger }: ServiceContext<DataServerSettings>,
  parts: DataServerParts<Rooms>,
): Promise<RunningService> {
  const metrics = createMetrics();
  const { bucketWidthSeconds, sweepIntervalMs } = planUpkeep(settings.accessTokenLifetimeSeconds);
  const { store, credentials } = await openData(settings, {
    bucketWidthSeconds,
    mayComeLater: true,
    fsyncTokens: settings.fsyncTokens,
    deadlineMs: settings.storeDeadlineMs,
    onBatch: createBatchMetrics(metrics),
    onNotice: ({ message, ...notice }) => {
      logger.warn({ ...notice, detail: message }, 'files of the store were damaged');
    },
  });
  const servers: RunningServer[] = [];
  const close = async (deadlineMs: number): Promise<void> => {
    await Promise.all(servers.map((server) => server.drain(deadlineMs)));
    await store.close();
  };
  try {
    // The port is known once it is listened on; nobody asks before.
    const publicUrl = (): string => settings.publicUrl ?? servers[0]?.url ?? '';
    const reloadRegistries = parts.reloadRegistries?.bind(parts) ?? refuseReload;
    const data: OperatorRooms = { ...credentials, publicUrl, reloadRegistries };
    measureData(metrics, data, settings.dataDir);
    const rooms = await parts.openRooms(data, metrics);
    const readyDeadlineMs = oneCallMs(settings.storeDeadlineMs);
    const checkReady = async (): Promise<void> => {
      await Promise.all([store.checkReady(readyDeadlineMs), parts.checkReady?.(rooms)]);
    };
    const common = { logger, translateError, checkReady };
    const routes = parts.components.flatMap((component) => component.createRoutes?.(rooms) ?? []);
    const publicServer = await parts.publicServer.listen({
      ...common,
      at: { host: settings.host, port: settings.port },
      trustedProxies: settings.trustProxy,
      maxConnections: settings.maxConnections,
      hotRoutes: [...routes, createRevisionRoute(settings.revisionFile)],
      mount: (app) => {
        for (const component of parts.components) component.mountPages?.(app, rooms);
      },
      probes: OLD_PROBES,
      onFinished: metrics.requests('public'),
      renderError: parts.renderError,
    });
    servers.push(publicServer);
    const openRoutes = [createMetricsRoute(metrics), createOpenApiRoute(() => servers.flatMap((one) => one.routes))];
    const operator = createOperatorRoutes(data, openRoutes);
    const operatorServer = await parts.operatorServer.listen({
      ...common,
      at: { host: '127.0.0.1', port: settings.operatorPort, portFlag: '--operator-port' },
      onFinished: metrics.requests('operator'),
      ...operator.plan,
    });
    servers.push(operatorServer);
    await writeOperatorFile(settings, operatorServer.url, operator.operatorKey);
    const sweep = setInterval(() => {
      store.accessTokens.destroyExpired(new Date()).catch((error: unknown) => {
        logger.warn({ err: error, reason: 'store_unavailable' }, 'expired access tokens not thrown away');
      });
    }, sweepIntervalMs);
    const stopReloading = parts.reloadRegistries === undefined ? undefined : reloadOnSighup(reloadRegistries);
    return {
      addresses: { url: publicServer.url, operatorUrl: operatorServer.url },
      stop: async (deadlineMs) => {
        clearInterval(sweep);
        stopReloading?.();
        await removeOperatorFile(settings.dataDir);
        await close(deadlineMs);
      },
    };
  } catch (error) {
    // A listener that stays up would keep the process that could not start.
    await close(0);
    throw error;
  }
}

function refuseReload(): Promise<never> {
  return Promise.reject(new StartError('This server has no solutions registries.', { exitCode: EXIT.failed }));
}

/** What is wrong with the files is logged where they are read, and the old ones stay in force. */
function reloadOnSighup(reloadRegistries: () => Promise<unknown>): () => void {
  const reload = (): void => {
    reloadRegistries().catch(() => undefined);
  };
  process.on('SIGHUP', reload);
  return () => process.removeListener('SIGHUP', reload);
}

function translateError(error: unknown): unknown {
  if (!(error instanceof StoreUnavailableError)) return error;
  return new Refusal({
    status: 503,
    code: 'temporarily_unavailable',
    reason: 'store_unavailable',
    message: 'GPII Cloud cannot reach its database. Nothing is lost; try again in a moment.',
    retryAfterSeconds: error.retryAfterSeconds,
    cause: error,
  });
}
