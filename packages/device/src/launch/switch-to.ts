import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '@gpii/matchmaker';
import { HandlerError } from '../handlers/settings-handler.ts';
import type { LaunchHandler } from './launch-handler.ts';

/** How often, and how long, it is looked whether an application that was told to stop has stopped. */
const POLL_MS = 50;
const STOP_DEADLINE_MS = 5000;

/**
 * Starts or stops an application. It may take a while to end, and would not start again before that.
 *
 * @throws HandlerError
 */
export async function switchTo(handler: LaunchHandler, options: JsonObject, running: boolean): Promise<void> {
  if (running) {
    await handler.start(options);
    return;
  }
  await handler.stop(options);
  for (let waitedMs = 0; await handler.isRunning(options); waitedMs += POLL_MS) {
    if (waitedMs >= STOP_DEADLINE_MS) throw new HandlerError('An application did not stop in time.');
    await sleep(POLL_MS);
  }
}
