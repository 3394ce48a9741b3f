/** Too many passwords wait to be hashed. Becomes 503 with Retry-After. */
export class PasswordQueueFullError extends Error {
  override readonly name = 'PasswordQueueFullError';
  /** When to try again, in seconds. */
  readonly retryAfterSeconds = 5;
}

/** Hashes passwords one at a time: each takes 19 MiB and a core (DESIGN §6). */
export interface PasswordQueue {
  /**
   * Runs the work when all that came before is done.
   *
   * @throws PasswordQueueFullError at once when too many wait.
   */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** A queue in which at most so many wait. */
export function createPasswordQueue({ maxWaiting = 50 }: { maxWaiting?: number } = {}): PasswordQueue {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return {
    run: async (work) => {
      if (waiting > maxWaiting) throw new PasswordQueueFullError('Too many passwords are being checked');
      waiting += 1;
      const mine = last.then(work);
      last = mine.catch(() => undefined);
      try {
        return await mine;
      } finally {
        waiting -= 1;
      }
    },
  };
}
