import { createRequire } from 'node:module';

/** The part of PouchDB that is used here; its own types are wider and looser. */
export interface PouchHandle {
  info(): Promise<unknown>;
  get(id: string): Promise<PouchDocument>;
  bulkDocs(documents: readonly object[]): Promise<readonly PouchWriteResult[]>;
  close(): Promise<void>;
}

/** A document as this package stores it. */
interface PouchDocument {
  readonly _id: string;
  readonly _rev: string;
  readonly schemaVersion: number;
  readonly value: Readonly<Record<string, unknown>>;
}

/** `status` is there when this one document failed. */
export type PouchWriteResult = { readonly rev: string; readonly status?: undefined } | PouchFailure;

interface PouchFailure {
  readonly status: number;
  readonly message: string;
}

type Callback<T = unknown> = (error: Error | null | undefined, value?: T) => void;

/** The part of LevelDB that is used here. */
export interface LevelDown {
  open(options: object, callback: Callback): void;
  get(key: string, options: { asBuffer: false }, callback: Callback<string>): void;
  batch(puts: readonly LevelPut[], options: { sync: boolean }, callback: Callback): void;
  iterator(range: LevelKeyRange): LevelIterator;
  close(callback: Callback): void;
  /** Through these two go all reads of single keys and all batches, PouchDB's too. */
  _get(key: unknown, options: object, callback: Callback): void;
  _batch(operations: unknown, options: object, callback: Callback): void;
}

/** One key of a batch. */
export interface LevelPut {
  readonly type: 'put';
  readonly key: string;
  readonly value: string;
}

interface LevelKeyRange {
  readonly gte: string;
  readonly lt: string;
  readonly limit: number;
  readonly values: false;
  readonly keyAsBuffer: false;
}

/** Goes over keys. */
interface LevelIterator {
  /** No key: that was all. */
  next(callback: Callback<string>): void;
  end(callback: Callback): void;
}

/** `leveldown`, as PouchDB brings it. */
export interface LevelDownConstructor {
  new (folder: string): LevelDown;
  /** Builds the database anew from whatever files of it can be read. Asks for no lock. */
  repair(folder: string, callback: (error: Error | null | undefined) => void): void;
}

/** Both libraries, loaded. */
export interface PouchLibraries {
  readonly PouchDB: new (folder: string, options: object) => PouchHandle;
  readonly LevelDown: LevelDownConstructor;
}

/** Loads PouchDB and the LevelDB it brings. Costs some 180 ms and 20 MB the first time, so only when a store opens. */
export function loadPouchDB(): PouchLibraries {
  const require = createRequire(import.meta.url);
  const requireAsPouchDB = createRequire(require.resolve('pouchdb'));
  return {
    PouchDB: require('pouchdb') as PouchLibraries['PouchDB'],
    LevelDown: requireAsPouchDB('leveldown') as LevelDownConstructor,
  };
}
