/** A number of places; who finds none free waits for one, first come first served. */
export interface Slots {
  /**
   * Runs work in a place.
   *
   * @throws the signal's reason, when it is aborted before there was a place. The work has then not begun.
   */
  hold<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

/** Makes `count` places. */
export function createSlots(count: number): Slots {
  let free = count;
  const waiting = new Set<() => void>();

  const release = (): void => {
    const [next] = waiting;
    if (next === undefined) {
      free += 1;
      return;
    }
    waiting.delete(next);
    next();
  };
  const enter = (signal: AbortSignal): Promise<void> => {
    if (free > 0) {
      free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      waiting.add(resolve);
      signal.addEventListener('abort', () => {
        // Only who still waits: a place that was given has to be used and released.
        if (waiting.delete(resolve)) reject(signal.reason as Error);
      });
    });
  };
  return {
    async hold(signal, work) {
      await enter(signal);
      try {
        signal.throwIfAborted();
        return await work();
      } finally {
        release();
      }
    },
  };
}
