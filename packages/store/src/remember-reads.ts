import type { Database } from './database.ts';
import { ReadCache } from './read-cache.ts';
import type { Found, StoredDocument } from './store.ts';

/** How much text of documents is remembered: some 2 500 preference sets of 3 kB. As objects they take a few times as much. */
const REMEMBERED_BYTES = 8 * 1024 * 1024;

/**
 * The same database, which gives documents that were read lately from memory. Only for one that nobody else writes to, as LevelDB's
 * lock has it. What it gives is frozen, because many get the same.
 *
 * @see docs/decisions/0030-documents-in-memory.md
 */
export function rememberReads(database: Database): Database {
  const documents = new ReadCache<Found<StoredDocument>>(
    REMEMBERED_BYTES,
    async (id) => freeze(await database.read(id)),
    ({ id, value }) => id.length + JSON.stringify(value).length,
  );
  return {
    ...database,
    read: (id) => documents.get(id),
    write: async (batch) => {
      const forget = (): void => {
        for (const { id } of batch) documents.forget(id);
      };
      // Before: reads that are under way. After: those that began while it was written.
      forget();
      try {
        return await database.write(batch);
      } finally {
        forget();
      }
    },
  };
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(freeze);
  return Object.freeze(value);
}
