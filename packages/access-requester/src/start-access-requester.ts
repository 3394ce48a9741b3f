import { createSlots, readBearerToken, type DataSourceComponent } from '@gpii/data-source';
import type { RunningService, ServerComponent, ServiceContext } from '@gpii/service-kit';
import { accessRequesterRoutes } from './access-requester-routes.ts';
import { createChannelGuard } from './channel/guard-channel.ts';
import { serveParent } from './channel/serve-parent.ts';
import type { Clock } from './clock.ts';
import { DEFAULT_PORT, type AccessRequesterSettings } from './config.ts';
import { createConnectionRecord } from './connection-record.ts';
import { createBackOff } from './credential/back-off.ts';
import { openCredentialKeeper } from '@gpii/service-kit/cli';

/** The components that the config names. */
export interface AccessRequesterParts {
  /** Asked with `{gpiiToken, clientId, clientSecret, requestId}`; answers as the cloud's token endpoint does. */
  readonly tokenSource: DataSourceComponent;
  /** Asked with `{}`; answers while the cloud is alive. */
  readonly healthSource: DataSourceComponent;
  readonly server: ServerComponent;
}

/** What tests bring their own of. */
export interface Surroundings {
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  /** How long whoever asks for an access token waits at most. */
  readonly answerWithinMs?: number;
}

/** The person who keyed in stands in front of the computer: with what the way to here takes, it stays within 5 s. */
const ANSWER_WITHIN_MS = 4_500;

/**
 * Questions to the cloud at a time: no more than the http data source of our config has connections, so that those that wait do it
 * where a refused credential still keeps them from being asked.
 */
const MOST_AT_ONCE = 9;

/** Owner and group of the socket may connect, where its folder lets them. */
const SOCKET_MODE = 0o660;

/**
 * Reads credential and channel key, and listens.
 *
 * @throws StartError (exit 78 for a file that cannot be used, 69 for a port or socket).
 */
export async function startAccessRequester(
  { settings, logger }: ServiceContext<AccessRequesterSettings>,
  { tokenSource, healthSource, server }: AccessRequesterParts,
  { clock, random, answerWithinMs = ANSWER_WITHIN_MS }: Surroundings,
): Promise<RunningService> {
  const { cloudUrl, socket, port = DEFAULT_PORT, channelKeyFile } = settings;
  const keeper = openCredentialKeeper(settings.credentialFile, logger);
  const channelKey = channelKeyFile === undefined ? undefined : readBearerToken(channelKeyFile);
  const backOff = createBackOff(() => clock.monotonicMs());
  const record = createConnectionRecord(clock);
  const slots = createSlots(MOST_AT_ONCE);
  const parts = { cloudUrl, clock, keeper, backOff, record, tokenSource, slots, healthSource, answerWithinMs, random };
  if (settings.parentChannel) return serveParent(parts, logger);
  const running = await server.listen({
    at: socket === undefined ? { host: '127.0.0.1', port } : { socketPath: socket, socketMode: SOCKET_MODE },
    logger,
    guard: createChannelGuard(channelKey),
    hotRoutes: accessRequesterRoutes(parts),
  });
  return {
    addresses: { url: running.url },
    stop: async (deadlineMs) => {
      await running.drain(deadlineMs);
    },
  };
}
