import type { Database } from './database.ts';

/** A batch of writes that was tried. */
export interface WrittenBatch {
  /** `core`, `safes`, `revocations`, `audit` or `access-tokens`. */
  readonly collection: string;
  /** Documents in it. */
  readonly size: number;
  readonly durationMs: number;
  /** The database did not take it. */
  readonly failed: boolean;
}

/** The same database, which tells of each batch that it was given. */
export function observeDatabase(
  database: Database,
  collection: string,
  onBatch: ((batch: WrittenBatch) => void) | undefined,
): Database {
  if (onBatch === undefined) return database;
  return {
    ...database,
    write: async (batch) => {
      const startedAt = performance.now();
      let failed = true;
      try {
        const results = await database.write(batch);
        failed = false;
        return results;
      } finally {
        onBatch({ collection, size: batch.length, durationMs: performance.now() - startedAt, failed });
      }
    },
  };
}
