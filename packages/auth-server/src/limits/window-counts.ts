import { RecentCache } from '@gpii/credentials';

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
 * Counts by key in windows of one length, in memory that has a bound: when there are too many keys, those that were
 * not counted for longest are forgotten.
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
  const counts = new RecentCache<string, WindowCount>(capacity);
  const find = (key: string): WindowCount | undefined => {
    const found = counts.get(key);
    return found !== undefined && found.endsAtMs > monotonicMs() ? found : undefined;
  };
  return {
    find,
    add: (key) => {
      const found = find(key);
      if (found !== undefined) {
        found.count += 1;
        return found;
      }
      const begun = { count: 1, endsAtMs: monotonicMs() + windowMs, isRecorded: false };
      counts.set(key, begun);
      return begun;
    },
  };
}
