/** How often something happened, in a window that began with its first time. */
export interface WindowCount {
  count: number;
  readonly endsAtMs: number;
  /** Whether this window has its audit record. */
  isRecorded: boolean;
}

/** Counts by key. */
export interface WindowCounts {
  /** Counts once more. */
  add(key: string): WindowCount;
  /** The count of a window that has not ended. */
  find(key: string): WindowCount | undefined;
}

/**
 * Counts by key in windows of one length, in memory that has a bound: when there are too many keys, those that began first
 * are forgotten. They are also those that end first, so that the order of the map is all that is needed.
 */
export function createWindowCounts({
  windowMs,
  capacity,
  monotonicMs,
}: {
  windowMs: number;
  capacity: number;
  monotonicMs: () => number;
}): WindowCounts {
  const counts = new Map<string, WindowCount>();

  function forgetEnded(nowMs: number): void {
    for (const [key, { endsAtMs }] of counts) {
      if (endsAtMs > nowMs && counts.size < capacity) return;
      counts.delete(key);
    }
  }

  return {
    find: (key) => {
      const found = counts.get(key);
      return found !== undefined && found.endsAtMs > monotonicMs() ? found : undefined;
    },
    add: (key) => {
      const nowMs = monotonicMs();
      const found = counts.get(key);
      if (found !== undefined && found.endsAtMs > nowMs) {
        found.count += 1;
        return found;
      }
      counts.delete(key);
      forgetEnded(nowMs);
      const begun = { count: 1, endsAtMs: nowMs + windowMs, isRecorded: false };
      counts.set(key, begun);
      return begun;
    },
  };
}
