/** Opens the store in a folder of this computer. */
export { openStore, type OpenStoreOptions } from './open-store.ts';

/** Opens the store in a CouchDB, which many nodes share. */
export { openCouchStore } from './open-couch-store.ts';
export type { OpenCouchStoreOptions } from './couch/open-couch-store.ts';
export { parseCouchAddress, type CouchAddress } from './couch/couch-address.ts';
export { StoreCredentialsError } from './couch/couch-failure.ts';
/** What `onBatch` is told. */
export type { WrittenBatch } from './observe-database.ts';

/** What callers program against; no word in it names a database. */
export type {
  AccessTokenBuckets,
  ChangeFeed,
  Collection,
  Follower,
  Found,
  ListOptions,
  RevocationCollection,
  Store,
  StoredDocument,
} from './store.ts';

/** What a store operation can fail with, apart from a `TypeError` for an argument that is our own mistake. */
export { ConflictError, StoreLockedError, StoreStateError, StoreUnavailableError } from './store-errors.ts';

/** What was found damaged when the store opened, and what became of it. */
export type { NoticeListener, StoreNotice } from './store-notice.ts';

/** The version of the data, and what brings older data to it. */
export { STORE_VERSION, upgradeStore, type Migration, type UpgradeReport } from './store-version.ts';

/** Marks a data folder as half restored while a restore is under way. */
export { RESTORE_MARK, whileRestoring } from './store-state.ts';

/** Remember what was used last, and what was read. */
export { ReadCache } from './read-cache.ts';
export { RecentCache } from './recent-cache.ts';

/** Makes names in a folder survive a loss of power. */
export { syncFolder } from './sync-folder.ts';
