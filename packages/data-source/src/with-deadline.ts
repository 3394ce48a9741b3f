import { DataSourceError } from './data-source.ts';

/**
 * Runs work that has to be done by a deadline. Once it has passed, the signal is aborted and nobody waits any longer. What came
 * while this process stood still (a laptop that slept, a host that took the machine away) came in time.
 *
 * @throws DataSourceError `timeout`.
 */
export async function withDeadline<T>(deadlineMs: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let afterReading: NodeJS.Immediate | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      // Node runs timers before it reads sockets, and this after.
      afterReading = setImmediate(() => {
        // Rejected first: what the abort makes of the work comes too late to be the outcome.
        reject(new DataSourceError('timeout', `There was no whole answer within ${deadlineMs} ms`));
        controller.abort();
      });
    }, deadlineMs);
  });
  try {
    return await Promise.race([run(controller.signal), expiry]);
  } finally {
    clearTimeout(timer);
    clearImmediate(afterReading);
  }
}
