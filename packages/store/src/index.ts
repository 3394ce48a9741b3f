/** Opens the store in a folder of this computer. */
export { openStore, type OpenStoreOptions } from './open-store.ts';

/** What `onBatch` is told. */
export type { WrittenBatch } from './observe-database.ts';

/** What callers program against; no word in it names a database. */
export type { AccessTokenBuckets, Collection, Found, ListOptions, Store, StoredDocument } from './store.ts';

/** What a store operation can fail with, apart from a `TypeError` for an argument that is our own mistake. */
export { ConflictError, StoreLockedError, StoreUnavailableError } from './store-errors.ts';
