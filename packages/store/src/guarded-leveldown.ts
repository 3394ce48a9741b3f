import type { IdRange } from './database.ts';
import { listKeys } from './list-keys.ts';
import type { LevelDown, LevelDownConstructor } from './load-pouchdb.ts';

/** A LevelDB for PouchDB's `db` option, watched for what PouchDB would hide. */
export interface GuardedLevelDown {
  /** What PouchDB calls, without `new`, to get at the LevelDB of one folder. */
  readonly open: (folder: string) => LevelDown;
  /** How many reads failed, apart from keys that are not there. */
  readonly failedReads: () => number;
  /** The ids of documents in a range. PouchDB's own list reads as much of each as a document has, one by one. */
  readonly listDocumentIds: (range: IdRange) => Promise<readonly string[]>;
  /** Why the last of them failed. */
  readonly lastFailure: () => Error | undefined;
  /** Whether batches are fsynced from now on, where {@link GuardOptions.fsync} does not ask for it anyway. */
  readonly fsyncBatches: (isWanted: boolean) => void;
}

/** How the LevelDB is watched. */
export interface GuardOptions {
  /** Ask for an fsync with each batch: survives a loss of power, not only of the process. */
  readonly fsync: boolean;
  /** PouchDB shares one LevelDB among all that ask under the same name and folder. Unique for each opened store. */
  readonly name: string;
}

/** Where PouchDB's LevelDB adapter keeps what it knows of a document: the name of its sublevel, between two `\u00ff`. */
const DOCUMENT_KEY_PREFIX = '\u00ffdocument-store\u00ff';

/**
 * Wraps LevelDB for one database.
 *
 * PouchDB's LevelDB adapter takes every failed read for a missing key (`emitter.get` in its sublevel code). Then a
 * document that cannot be read would look unknown, and a write that looks up the document before it would overwrite
 * it. So failed reads are counted for the reader to see, and the next batch after one is refused.
 */
export function guardLevelDown(LevelDown: LevelDownConstructor, { fsync, name }: GuardOptions): GuardedLevelDown {
  let opened: LevelDown | undefined;
  let failedReads = 0;
  let failedReadsBefore = 0;
  let lastFailure: Error | undefined;
  let isFsyncWanted = false;

  function open(folder: string): LevelDown {
    const level = new LevelDown(folder);
    opened = level;
    const get = level._get.bind(level);
    const batch = level._batch.bind(level);
    level._get = (key, options, callback) => {
      get(key, options, (error, value) => {
        if (error && !/notfound/i.test(error.message)) {
          failedReads += 1;
          lastFailure = error;
        }
        callback(error, value);
      });
    };
    level._batch = (operations, options, callback) => {
      if (failedReads !== failedReadsBefore) {
        failedReadsBefore = failedReads;
        process.nextTick(callback, new Error('A read failed, so nothing is written on top of what it may have missed'));
        return;
      }
      batch(operations, { ...options, sync: fsync || isFsyncWanted }, callback);
    };
    return level;
  }
  Object.defineProperty(open, 'name', { value: name });
  return {
    open,
    failedReads: () => failedReads,
    lastFailure: () => lastFailure,
    listDocumentIds: async (range) => {
      if (opened === undefined) throw new Error('The database is not open');
      return listKeys(opened, range, DOCUMENT_KEY_PREFIX);
    },
    fsyncBatches: (isWanted) => {
      isFsyncWanted = isWanted;
    },
  };
}
