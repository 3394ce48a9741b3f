import {
  createAccessTokens,
  createLimits,
  type AccessTokens,
  type Limits,
  type LimitSettings,
} from '@gpii/auth-server';
import type { Credentials } from '@gpii/credentials';
import {
  Refusal,
  type Express,
  type HotRoute,
  type RunningServer,
  type RunningService,
  type ServerComponent,
  type ServiceContext,
} from '@gpii/service-kit';
import type { SettingsOf } from '@gpii/service-kit/cli';
import { StoreUnavailableError } from '@gpii/store';
import type { cloudSettings } from './config.ts';
import { openData } from './open-data.ts';
import { removeOperatorFile, writeOperatorFile } from './operator/operator-file.ts';
import { createOperatorRoutes } from './operator/operator-routes.ts';
import { openSolutions, type SolutionsInForce } from './solutions/open-solutions.ts';
import { renderSettingsError } from './settings/settings-error.ts';

/** Settings of the cloud, settled. */
export type CloudSettings = SettingsOf<(typeof cloudSettings)['fields']>;

/** What routes of the cloud may work with. */
export interface CloudRooms extends Credentials {
  readonly accessTokens: AccessTokens;
  readonly limits: Limits;
  readonly solutions: SolutionsInForce;
  /** Where clients reach the cloud, and its issuer: configured, or the address of the listener; never from a Host header. */
  readonly publicUrl: () => string;
  /** What people call a program, by its solution id. */
  readonly nameApplication: (solutionId: string) => string | undefined;
}

/** A component that has routes to mount. */
export interface RouteComponent {
  createRoutes(rooms: CloudRooms): readonly HotRoute[];
  /** Mounts pages for people in Express. */
  mountPages(app: Express, rooms: CloudRooms): void;
}

/** The parts that the component tree brings. */
export interface CloudParts {
  readonly publicServer: ServerComponent;
  readonly operatorServer: ServerComponent;
  createRoutes(rooms: CloudRooms): readonly HotRoute[];
  /** Mounts pages for people in Express. */
  mountPages(app: Express, rooms: CloudRooms): void;
}

/** How often expired access tokens are thrown away. */
const SWEEP_INTERVAL_MS = 10 * 60 * 1000;
/** How long readiness waits for the database. */
const READY_DEADLINE_MS = 1000;

/** Opens registries, database and keys, then both listeners. */
export async function startCloud(
  { settings, logger }: ServiceContext<CloudSettings>,
  parts: CloudParts,
): Promise<RunningService> {
  const files = { directory: settings.solutions, commonTermsFile: settings.commonTerms };
  const solutions = await openSolutions(files, logger);
  const { store, credentials } = await openData(settings.dataDir, {
    fsyncTokens: settings.fsyncTokens,
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
    const accessTokens = createAccessTokens(store, credentials.revocations, {
      lifetimeSeconds: settings.accessTokenLifetimeSeconds,
      now: Date.now,
    });
    // The port is known once it is listened on; nobody asks before.
    const publicUrl = (): string => settings.publicUrl ?? servers[0]?.url ?? '';
    const common = { logger, translateError, checkReady: () => store.checkReady(READY_DEADLINE_MS) };
    const limits = createLimits({ settings: limitsOf(settings), audit: credentials.audit });
    const rooms: CloudRooms = {
      ...credentials,
      accessTokens,
      solutions,
      limits,
      publicUrl,
      nameApplication: (id) => solutions.current().registry.nameOf(id),
    };
    const publicServer = await parts.publicServer.listen({
      ...common,
      at: { host: settings.host, port: settings.port },
      trustedProxies: settings.trustProxy,
      maxConnections: settings.maxConnections,
      hotRoutes: parts.createRoutes(rooms),
      mount: (app) => {
        parts.mountPages(app, rooms);
      },
      renderError: renderSettingsError,
    });
    servers.push(publicServer);
    const operator = createOperatorRoutes({
      ...credentials,
      publicUrl,
      reloadRegistries: async () => (await solutions.reload()).counts,
    });
    const operatorServer = await parts.operatorServer.listen({
      ...common,
      at: { host: '127.0.0.1', port: settings.operatorPort, portFlag: '--operator-port' },
      ...operator.plan,
    });
    servers.push(operatorServer);
    await writeOperatorFile(settings.dataDir, operatorServer.url, operator.operatorKey);
    const sweep = setInterval(() => {
      store.accessTokens.destroyExpired(new Date()).catch((error: unknown) => {
        logger.warn({ err: error, reason: 'store_unavailable' }, 'expired access tokens not thrown away');
      });
    }, SWEEP_INTERVAL_MS);
    const stopReloading = reloadOnSighup(solutions);
    return {
      addresses: { url: publicServer.url, operatorUrl: operatorServer.url },
      stop: async (deadlineMs) => {
        clearInterval(sweep);
        stopReloading();
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

function limitsOf(settings: CloudSettings): LimitSettings {
  return {
    failuresPerMinute: settings.limitFailuresPerMinute,
    failuresPerAddressPerMinute: settings.limitFailuresPerAddressPerMinute,
    signInFailuresPerHour: settings.limitSignInFailuresPerHour,
    unknownGpiiTokensPerHour: settings.limitUnknownGpiiTokensPerHour,
  };
}

/** What is wrong with the files is logged where they are read, and the old ones stay in force. */
function reloadOnSighup(solutions: SolutionsInForce): () => void {
  const reload = (): void => {
    solutions.reload().catch(() => undefined);
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
