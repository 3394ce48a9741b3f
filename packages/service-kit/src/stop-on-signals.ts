import type { Logger } from './logger.ts';
import type { RunningService } from './run-service.ts';
import { EXIT } from './start-error.ts';

/** How long running requests get when the server is asked to stop. */
const DRAIN_DEADLINE_MS = 9_000;
/** The same after a mistake of ours: what state the process is in is unknown. */
const CRASH_DRAIN_DEADLINE_MS = 500;
/** When the process ends even though something does not let go, a database that hangs, say. */
const STOP_DEADLINE_MS = 9_800;

/** What listens for reasons to stop. */
export interface StopSignals {
  isStopping(): boolean;
  /** Stops listening: the service could not start, and the process ends by itself. */
  ignore(): void;
}

/**
 * Stops a service, and ends the process, on SIGTERM, Ctrl-C, the end of the parent that holds an IPC channel, or a mistake
 * of ours. In force while the service starts: it is stopped as soon as it has.
 */
export function stopOnSignals(starting: Promise<RunningService>, logger: Logger): StopSignals {
  let stopping = false;
  let exitCode: number = EXIT.ok;

  async function stop(cause: string, drainDeadlineMs = DRAIN_DEADLINE_MS): Promise<void> {
    if (stopping) return;
    stopping = true;
    logger.info({ cause }, 'stopping');
    // One that does not start says so itself.
    const running = await starting.catch(() => undefined);
    if (running === undefined) return;
    const tooLate = setTimeout(() => {
      logger.error({ cause }, 'could not stop in time');
      process.exit(EXIT.failed);
    }, STOP_DEADLINE_MS);
    try {
      await running.stop(drainDeadlineMs);
      logger.info({ cause }, 'stopped');
    } catch (error) {
      logger.error({ err: error }, 'could not stop cleanly');
      exitCode = EXIT.failed;
    }
    clearTimeout(tooLate);
    process.exit(exitCode);
  }

  const fail = (error: unknown): void => {
    logger.fatal({ err: error, reason: 'internal_error' }, 'a mistake of ours: stopping');
    exitCode = EXIT.failed;
    void stop('internal_error', CRASH_DRAIN_DEADLINE_MS);
  };
  const listeners = {
    SIGTERM: () => void stop('SIGTERM'),
    SIGINT: () => {
      // The second Ctrl-C is somebody who does not want to wait.
      if (stopping) process.exit(EXIT.interrupted);
      void stop('SIGINT');
    },
    // Started by a parent with an IPC channel (npm start does): its end is ours, even by kill -9.
    disconnect: () => void stop('parent ended'),
    uncaughtException: fail,
    unhandledRejection: fail,
  };
  for (const [event, listener] of Object.entries(listeners)) process.on(event, listener);
  // The parent may have ended before anybody listened.
  if ((process.connected as boolean | undefined) === false) void stop('parent ended');
  return {
    isStopping: () => stopping,
    ignore: () => {
      for (const [event, listener] of Object.entries(listeners)) process.removeListener(event, listener);
    },
  };
}
