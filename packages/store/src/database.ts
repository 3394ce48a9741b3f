import type { Found, StoredDocument } from './store.ts';

/** One document to be stored: a new one, or in place of the state that `revision` names. */
export interface DocumentWrite {
  readonly id: string;
  readonly revision?: string;
  readonly value: StoredDocument;
  /** Nothing is stored under this id, so a back end need not look. */
  readonly isFresh?: boolean;
  /** Has to survive a loss of power, also in a database that is not fsynced otherwise. */
  readonly durable?: boolean;
}

/**
 * What became of one write of a batch: its new revision; `undefined` when it lost a conflict; an error when it alone
 * failed.
 */
export type WriteResult = string | undefined | Error;

/** Which ids a list wants, all of them bounds in code point order. */
export interface IdRange {
  /** The first id of interest, itself included. */
  readonly from: string;
  /** Where the list ends, itself included. */
  readonly to: string;
  readonly limit: number;
}

/**
 * What a back end gives: one database, without deadlines, batching or checks of arguments. Fails with whatever its
 * library throws. PouchDB on LevelDB is one, CouchDB over http is another.
 */
export interface Database {
  read(id: string): Promise<Found<StoredDocument> | undefined>;
  /** Stores a batch. The results stand in the order of the writes; it rejects only when nothing is known of any. */
  write(batch: readonly DocumentWrite[]): Promise<readonly WriteResult[]>;
  listIds(range: IdRange): Promise<readonly string[]>;
  /** Several documents at once, where that is cheaper than one by one; those that are not there are left out. */
  readMany?(ids: readonly string[]): Promise<readonly Found<StoredDocument>[]>;
  close(): Promise<void>;
}
