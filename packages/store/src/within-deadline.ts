import { StoreUnavailableError } from './store-errors.ts';

/**
 * The same result as `promise`, if it comes in time.
 *
 * @throws StoreUnavailableError when nothing came within `deadlineMs` milliseconds; `what` begins its message.
 */
export function withinDeadline<T>(promise: Promise<T>, deadlineMs: number, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new StoreUnavailableError(`${what} took longer than ${deadlineMs} ms`));
    }, deadlineMs);
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}
