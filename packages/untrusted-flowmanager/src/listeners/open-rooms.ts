import { randomUUID } from 'node:crypto';
import { gpiiTokenSchema, type KeyInAnswer } from '@gpii/protocol';
import { Refusal, type Logger } from '@gpii/service-kit';
import type { KeyIns } from '../key-ins.ts';
import type { ListenerRooms, Told } from './listener.ts';

type Act = (requestId: string) => Promise<KeyInAnswer | undefined>;

/** What one listener works with. @param listener - Its name in the config, for the log. */
export function openRooms(
  keyIns: Pick<KeyIns, 'keyIn' | 'keyOut' | 'tap'>,
  logger: Logger,
  listener: string,
): ListenerRooms {
  const tell = async (what: string, gpiiToken: string, act: Act): Promise<Told> => {
    const requestId = randomUUID();
    const startedAt = performance.now();
    const log = (reason?: string): void => {
      const durationMs = Math.round(performance.now() - startedAt);
      logger.info({ listener, requestId, durationMs, ...(reason !== undefined && { reason }) }, what);
    };
    if (!gpiiTokenSchema.safeParse(gpiiToken).success) {
      log('parameter_malformed');
      return { code: 'invalid_request' };
    }
    try {
      const answer = await act(requestId);
      log(answer === undefined ? 'debounced' : undefined);
      return 'done';
    } catch (error) {
      if (!(error instanceof Refusal)) logger.error({ err: error, listener, requestId }, `${what} failed`);
      log(error instanceof Refusal ? error.reason : 'internal_error');
      return { code: error instanceof Refusal ? error.code : 'server_error' };
    }
  };
  return {
    keyIn: (gpiiToken, carried) =>
      tell('key-in', gpiiToken, (requestId) => keyIns.keyIn(gpiiToken, { requestId, carried })),
    keyOut: (gpiiToken) => tell('key-out', gpiiToken, () => keyIns.keyOut(gpiiToken)),
    tap: (gpiiToken, carried) => tell('tap', gpiiToken, (requestId) => keyIns.tap(gpiiToken, { requestId, carried })),
    warn: (what) => {
      logger.warn({ listener }, what);
    },
  };
}
