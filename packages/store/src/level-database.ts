import { randomBytes } from 'node:crypto';
import type { Database, DocumentWrite } from './database.ts';
import { callLevel, listKeys } from './list-keys.ts';
import type { LevelDown, LevelDownConstructor, LevelPut } from './load-pouchdb.ts';
import type { Found, StoredDocument } from './store.ts';

/** Where and how a database is opened. */
export interface LevelDatabaseOptions {
  readonly LevelDown: LevelDownConstructor;
  readonly folder: string;
  readonly fsync: boolean;
}

/** Set each time a database is opened: what a damaged file lost may come again, and is another state then. */
type OpeningId = string;

/**
 * A database in a LevelDB folder without PouchDB, which is created when missing: for what is written once, read by its id
 * and dropped whole. Each document is one key, its value the revision, a space and JSON.
 *
 * @throws Error, from LevelDB, when the folder is locked or cannot be used.
 */
export async function openLevelDatabase({ LevelDown, folder, fsync }: LevelDatabaseOptions): Promise<Database> {
  const level = new LevelDown(folder);
  await callLevel((done) => {
    level.open({}, done);
  });
  const openingId: OpeningId = randomBytes(8).toString('hex');
  return {
    read: (id) => readDocument(level, id),
    async write(batch) {
      // The group commit has one batch under way at a time: nothing is written between this look and the batch.
      const found = await lookUp(level, batch);
      const { puts, results } = settle(batch, found, openingId);
      const sync = fsync || batch.some(({ durable }) => durable === true);
      if (puts.length > 0) {
        await callLevel((done) => {
          level.batch(puts, { sync }, done);
        });
      }
      return results;
    },
    listIds: (range) => listKeys(level, range),
    async close() {
      await callLevel((done) => {
        level.close(done);
      });
    },
  };
}

/** The documents of a batch that may be there already; fails when one cannot be read, and then nothing is written. */
async function lookUp(level: LevelDown, batch: readonly DocumentWrite[]): Promise<Map<string, string>> {
  const revisions = new Map<string, string>();
  const looks = batch.filter(({ isFresh }) => isFresh !== true);
  const found = await Promise.all(looks.map(({ id }) => readDocument(level, id)));
  for (const document of found) if (document !== undefined) revisions.set(document.id, document.revision);
  return revisions;
}

/**
 * What a batch comes to: of several writes to one document the first wins.
 *
 * @param revisions - Of the documents that are there; gets those of the puts.
 */
function settle(batch: readonly DocumentWrite[], revisions: Map<string, string>, openingId: OpeningId) {
  const puts: LevelPut[] = [];
  const results = batch.map(({ id, revision, value }) => {
    if (revisions.get(id) !== revision) return undefined;
    const next = `${generationOf(revision) + 1}-${openingId}`;
    revisions.set(id, next);
    puts.push({ type: 'put', key: id, value: `${next} ${JSON.stringify(value)}` });
    return next;
  });
  return { puts, results };
}

function generationOf(revision: string | undefined): number {
  return revision === undefined ? 0 : Number.parseInt(revision);
}

async function readDocument(level: LevelDown, id: string): Promise<Found<StoredDocument> | undefined> {
  const text = await getText(level, id);
  if (text === undefined) return undefined;
  const space = text.indexOf(' ');
  return { id, revision: text.slice(0, space), value: JSON.parse(text.slice(space + 1)) as StoredDocument };
}

/** LevelDB has no code for a key that is not there, only these words. Any other failure is never "not found". */
function getText(level: LevelDown, key: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    level.get(key, { asBuffer: false }, (error, text) => {
      if (!error) resolve(text);
      else if (/notfound/i.test(error.message)) resolve(undefined);
      else reject(error);
    });
  });
}
