import type { Database, DocumentWrite } from './database.ts';
import { guardLevelDown, type GuardedLevelDown } from './guarded-leveldown.ts';
import type { PouchHandle, PouchLibraries, PouchWriteResult } from './load-pouchdb.ts';

/** The shape of the documents that this version writes. A migration raises it. */
const SCHEMA_VERSION = 1;

/** How many revisions PouchDB remembers of a document, without their bodies: enough for a replication to follow. */
const REVISIONS_REMEMBERED = 20;

/**
 * How much of a database that is read again and again LevelDB keeps unpacked. Its default of 8 MiB is 2000 blocks of 4 KiB,
 * and a document takes two: with more people than 1000 asking, each read unpacked a block, 11 of 53 µs.
 */
const READ_CACHE_BYTES = 32 * 1024 * 1024;

/** Where and how a database is opened. */
export interface PouchDatabaseOptions {
  readonly libraries: PouchLibraries;
  readonly folder: string;
  /** Unique for each opened store. */
  readonly storeName: string;
  readonly fsync: boolean;
  /** Whether documents are ever replaced: then the bodies of old revisions are dropped as they are. */
  readonly replaces: boolean;
}

/**
 * A database in a LevelDB folder, which is created when missing.
 *
 * @throws Error, from LevelDB, when the folder is locked or cannot be used.
 */
export async function openPouchDatabase(options: PouchDatabaseOptions): Promise<Database> {
  const { libraries, folder, storeName, fsync, replaces } = options;
  const guard = guardLevelDown(libraries.LevelDown, { fsync, name: storeName });
  const pouch = new libraries.PouchDB(folder, {
    adapter: 'leveldb',
    db: guard.open,
    // The others (audit, revocations, access tokens) are written far more than read.
    ...(replaces ? { cacheSize: READ_CACHE_BYTES } : {}),
    auto_compaction: replaces,
    revs_limit: REVISIONS_REMEMBERED,
    // Else two nodes that create the same content at once get the same revision, and both believe that they won.
    deterministic_revs: false,
  });
  await pouch.info();
  if (guard.failedReads() > 0) {
    // PouchDB would begin to count its documents at zero again, and overwrite them.
    await pouch.close();
    throw new Error('The database could not read where it stopped', { cause: guard.lastFailure() });
  }
  return toDatabase(pouch, guard);
}

function toDatabase(pouch: PouchHandle, { failedReads, fsyncBatches, listDocumentIds }: GuardedLevelDown): Database {
  return {
    async read(id) {
      const failedBefore = failedReads();
      try {
        const document = await pouch.get(id);
        return { id, revision: document._rev, value: document.value };
      } catch (error) {
        if (failedReads() !== failedBefore) throw new Error('The database could not be read', { cause: error });
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async write(batch) {
      // The group commit has one batch under way at a time, so this is for no other.
      fsyncBatches(batch.some(({ durable }) => durable === true));
      const results = await pouch.bulkDocs(batch.map(toPouchDocument));
      return results.map(toWriteResult);
    },
    // No document is ever deleted, so each key is a document. (PouchDB 9 would throw where nobody can catch it when one
    // cannot be read.)
    listIds: listDocumentIds,
    close: () => pouch.close(),
  };
}

function toPouchDocument({ id, revision, value }: DocumentWrite): object {
  const document = { _id: id, schemaVersion: SCHEMA_VERSION, value };
  return revision === undefined ? document : { ...document, _rev: revision };
}

function toWriteResult(result: PouchWriteResult): string | undefined {
  if (result.status === undefined) return result.rev;
  if (result.status === 409) return undefined;
  throw new Error(`The database refused a document: ${result.message}`);
}

function isMissing(error: unknown): boolean {
  return error instanceof Object && 'status' in error && error.status === 404;
}
