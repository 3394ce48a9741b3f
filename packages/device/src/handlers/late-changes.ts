import { isDeepStrictEqual } from 'node:util';
import type { JsonValue } from '@gpii/matchmaker';

/** A change that a handler makes, from when it is begun until it is put back. */
export interface BegunChange {
  /** What it changes. */
  readonly place: string;
  readonly before: JsonValue;
}

/** Knows which changes of a handler are on, and puts back those that were made after they were given up. */
export interface LateChanges {
  begin(change: BegunChange): void;
  /**
   * A change was made too late. What was there before it is put back: at once, or where another change of the same place is on
   * by then, after that one.
   */
  made(change: BegunChange): Promise<void>;
  /** What was there before a change was put back. @throws what `restore` throws, for late ones below it. */
  restored(before: JsonValue): Promise<void>;
  /** When nothing is being put back: what there is now is nobody's. */
  settled(): Promise<void>;
}

/** @param restore - Of the handler. */
export function createLateChanges(restore: (before: JsonValue) => Promise<void>): LateChanges {
  // Both in the order in which they were begun.
  let on: readonly BegunChange[] = [];
  let late: readonly BegunChange[] = [];
  let last: Promise<void> = Promise.resolve();
  const putBackNow = async (): Promise<void> => {
    for (const change of late.toReversed()) {
      if (on.some(({ place }) => place === change.place)) continue;
      await restore(change.before);
      late = late.filter((other) => other !== change);
    }
  };
  const putBack = (): Promise<void> => (last = last.catch(() => undefined).then(putBackNow));
  return {
    begin: (change) => {
      on = [...on, change];
    },
    made: (change) => {
      on = on.filter((other) => other !== change);
      late = [...late, change];
      return putBack();
    },
    restored: (before) => {
      const change = on.findLast((other) => isDeepStrictEqual(other.before, before));
      on = on.filter((other) => other !== change);
      return putBack();
    },
    settled: () => last.catch(() => undefined),
  };
}
