import { StoreUnavailableError } from './store-errors.ts';

/**
 * The same result as `promise`, if it comes in time.
 *
 * @throws StoreUnavailableError when nothing came within `deadlineMs` milliseconds; `what` begins its message.
 */
export function withinDeadline<T>(promise: Promise<T>, deadlineMs: number, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const deadline = startDeadline(deadlineMs, () => {
      reject(new StoreUnavailableError(`${what} took longer than ${deadlineMs} ms`));
    });
    promise.then(resolve, reject).finally(() => {
      deadline.stop();
    });
  });
}

/**
 * Calls `expire` after `deadlineMs` milliseconds, unless stopped before. What the database said while this process stood still (its host
 * took the machine away) is read first: it came in time.
 */
export function startDeadline(deadlineMs: number, expire: () => void): { readonly stop: () => void } {
  let afterReading: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => {
    afterReading = setImmediate(expire);
  }, deadlineMs);
  return {
    stop: () => {
      clearTimeout(timer);
      clearImmediate(afterReading);
    },
  };
}
