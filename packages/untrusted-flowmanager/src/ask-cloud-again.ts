import { Refusal, type Logger } from '@gpii/service-kit';
import type { KeyIns } from './key-ins.ts';

/** Long enough that a cloud which comes back is not overrun by all computers at once. */
const EVERY_MS = 60_000;

/**
 * Asks GPII Cloud again once a minute while somebody has local settings because it could not be reached ("we'll try again").
 *
 * @returns What ends it.
 */
export function askCloudAgainEveryMinute(keyIns: KeyIns, logger: Logger): () => void {
  const timer = setInterval(() => {
    keyIns.askCloudAgain().catch((error: unknown) => {
      if (error instanceof Refusal) logger.info({ reason: error.reason }, 'GPII Cloud asked again, without settings');
      else logger.error({ err: error, reason: 'internal_error' }, 'asking GPII Cloud again failed');
    });
  }, EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
