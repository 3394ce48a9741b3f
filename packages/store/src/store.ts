/** Any plain JSON object. The store's own members (id, revision, schema version) are never inside. */
export type StoredDocument = Readonly<Record<string, unknown>>;

/** A document as it was read. */
export interface Found<T> {
  readonly id: string;
  /** Names exactly this state of the document. Opaque; hand it back to {@link Collection.replace}. */
  readonly revision: string;
  readonly value: T;
}

/** Which part of a list is wanted. */
export interface ListOptions {
  /** At most this many documents; all of them when absent. */
  readonly limit?: number;
  /** Only documents whose id comes after this one: the last id of the page before. */
  readonly after?: string;
}

/**
 * Documents by id. Everything that is acknowledged is on the disk, fsynced.
 *
 * An id is any string of Unicode text; `_` at its start and the like have no special meaning. A value is a plain JSON
 * object; it is copied when the call is made. `T` is what the caller stored under that id: it is not checked. Every method rejects with `StoreUnavailableError` when the database
 * fails or does not answer in time.
 */
export interface Collection {
  /** The document with this id, or `undefined` when there is none. One read by key, never a view. */
  get<T extends object = StoredDocument>(id: string): Promise<Found<T> | undefined>;

  /**
   * Stores a document that is not there yet.
   *
   * @returns Its revision, after it is on the disk.
   * @throws ConflictError when the id exists; of any number of concurrent creates of one id exactly one wins.
   * @throws TypeError when the id is no Unicode text or the value no plain JSON object.
   */
  create(id: string, value: object): Promise<string>;

  /**
   * Compare-and-swap: stores a new value in place of the state that `revision` names.
   *
   * @returns The new revision, after it is on the disk.
   * @throws ConflictError when the document has another revision by now, or is not there.
   * @throws TypeError as for {@link Collection.create}.
   */
  replace(id: string, revision: string, value: object): Promise<string>;

  /**
   * The documents whose id begins with `prefix`, in the order of their ids (by Unicode code point).
   * Read in pages: a document created meanwhile may be in it or not.
   */
  listByPrefix<T extends object = StoredDocument>(prefix: string, options?: ListOptions): Promise<readonly Found<T>[]>;

  /** The ids alone, in the same order: ten times quicker than the documents. */
  listIds(prefix: string): Promise<readonly string[]>;
}

/** The revocations: a collection that is read whole at a start. */
export interface RevocationCollection extends Collection {
  /** All of them by id, as {@link Collection.listByPrefix} has them, without revisions and in no order: quicker. */
  readAll(): Promise<Iterable<readonly [id: string, value: StoredDocument]>>;
}

/**
 * Access token records in time buckets. A bucket is a database of its own and is destroyed whole once all in it has
 * expired, because a document deleted from PouchDB costs some 300 bytes for ever.
 */
export interface AccessTokenBuckets {
  /**
   * The bucket for what expires then: 1 to 9 characters of `[0-9a-z]`, to be carried inside the token.
   *
   * @throws RangeError when `expiresAt` is no date after 1970.
   */
  bucketNameFor(expiresAt: Date): string;

  /**
   * Stores a record, and its bucket when that is not there yet.
   *
   * @param bucketName - From {@link AccessTokenBuckets.bucketNameFor}, never from a request.
   * @param durable - The record is fsynced before it is acknowledged, and with it all of this bucket before it. For
   *   marks whose loss would do harm, such as that a code that is good once was used. Default false.
   * @throws ConflictError when the id exists in this bucket.
   * @throws RangeError when the bucket has been destroyed, or the name is none of ours.
   * @throws StoreUnavailableError as for {@link Collection}.
   */
  create(bucketName: string, id: string, value: object, options?: { readonly durable?: boolean }): Promise<void>;

  /**
   * As {@link AccessTokenBuckets.create} for an id that nobody can have used: 256 random bits, or their hash. It is not
   * looked up first, which is a third of the cost; an id that is there after all would be overwritten. The value is not
   * copied either: it must not change any more.
   */
  createFresh(bucketName: string, id: string, value: object): Promise<void>;

  /**
   * The record, or `undefined`. A bucket name that is garbage, unknown or destroyed gives `undefined` without a look
   * at the disk, so the name may come from a token that somebody sent. A record that has expired may still be found.
   */
  get<T extends object = StoredDocument>(bucketName: string, id: string): Promise<T | undefined>;

  /**
   * Destroys every bucket in which all has expired.
   *
   * @returns The names of the buckets that are gone, from disk too.
   */
  destroyExpired(now: Date): Promise<readonly string[]>;
}

/** Is told what any node writes, this one too. Things may be told more than once. */
export interface Follower {
  /** Asked before anything is told, and again until it does not reject: whether this node may use the data. */
  admit(): Promise<void>;
  /** A revocation, by its id in `revocations`. */
  revoked(id: string, value: StoredDocument): void;
  /** A document in `core` was created or replaced. */
  changed(id: string): void;
  /** Any document in `core` may have been changed. */
  forgetAll(): void;
}

/** What other nodes write to the same database (DESIGN §5). */
export interface ChangeFeed {
  /**
   * Tells the follower of all revocations, and from now on of all changes. Goes on when it rejects.
   *
   * @throws StoreUnavailableError when the database did not answer yet.
   * @throws Error of `admit`, as it was thrown or as the `cause` of a StoreUnavailableError.
   */
  follow(follower: Follower): Promise<void>;
  /**
   * Before anything is taken from memory: `undefined` when the database was heard within the lease; else resolves after
   * it has been asked.
   *
   * @throws StoreUnavailableError when it cannot be asked.
   */
  catchUp(): Promise<void> | undefined;
}

/** All that the cloud remembers. One process at a time has it open, unless it has a feed. */
export interface Store {
  /** Accounts, client credentials, GPII tokens. */
  readonly core: Collection;
  /** Preference safes. */
  readonly safes: Collection;
  /** Create-only revocation documents. */
  readonly revocations: RevocationCollection;
  /** Create-only audit records. */
  readonly audit: Collection;
  /** Access token records; fsynced only when the store was opened with `fsyncTokens`. */
  readonly accessTokens: AccessTokenBuckets;

  /** Where other nodes may write too; none where this process alone has the data, and memory cannot lie. */
  readonly feed?: ChangeFeed;

  /**
   * Resolves when the database answers: a read, and the batches that are being written are done.
   *
   * @throws StoreUnavailableError when that takes longer than `deadlineMs` milliseconds, or fails.
   */
  checkReady(deadlineMs: number): Promise<void>;

  /** Takes no new work, waits for what is queued, gives the folder free. Calling it again waits for the same. */
  close(): Promise<void>;
}
