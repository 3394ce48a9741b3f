import { bucketFolderOf, destroyBucketFolders, findBuckets, type BucketBackEnd } from './bucket-folders.ts';
import { bucketEndOf, bucketNameFor } from './bucket-name.ts';
import type { OwnedCollection } from './collection.ts';
import { StoreUnavailableError } from './store-errors.ts';
import type { AccessTokenBuckets } from './store.ts';
import { withinDeadline } from './within-deadline.ts';

/** The buckets, as the store that owns them sees them. */
export interface OwnedBuckets extends AccessTokenBuckets {
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Where the buckets are and how one is opened. */
export interface AccessTokenBucketsOptions {
  readonly folder: string;
  readonly widthSeconds: number;
  readonly deadlineMs: number;
  /** Opens the collection in a folder, which it creates when missing. */
  readonly openCollection: (folder: string, backEnd: BucketBackEnd) => Promise<OwnedCollection>;
}

interface Bucket {
  /** PouchDB where an older version made it: it stays so until it is destroyed. */
  readonly backEnd: BucketBackEnd;
  opening?: Promise<OwnedCollection>;
  /** Set once it is open. */
  collection?: OwnedCollection;
}

/**
 * The buckets in a folder. Those that are there already are opened when first asked for.
 *
 * @throws Error, from the file system, when the folder cannot be used.
 */
export async function openAccessTokenBuckets(options: AccessTokenBucketsOptions): Promise<OwnedBuckets> {
  const { folder, widthSeconds, deadlineMs, openCollection } = options;
  /** All buckets that exist, opened or not. Only `create` adds to it: no request can make a database. */
  const known = new Map<string, Bucket>();
  for (const { name, backEnd } of await findBuckets(folder)) known.set(name, { backEnd });
  let destroyedUntil = new Date(0);
  let destroying: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  function open(name: string, bucket: Bucket): Promise<OwnedCollection> {
    bucket.opening ??= openCollection(bucketFolderOf(folder, name, bucket.backEnd), bucket.backEnd).then(
      (collection) => (bucket.collection = collection),
      (error: unknown) => {
        delete bucket.opening;
        throw error;
      },
    );
    return bucket.opening;
  }

  function use<T>(name: string, operation: (collection: OwnedCollection) => Promise<T>): Promise<T> {
    if (isClosed) return Promise.reject(new StoreUnavailableError('The store is closed'));
    const bucket = known.get(name) ?? { backEnd: 'leveldb' };
    known.set(name, bucket);
    if (bucket.collection !== undefined) return operation(bucket.collection);
    return withinDeadline(open(name, bucket).then(operation), deadlineMs, 'Opening a bucket of access tokens');
  }

  function refuseDestroyed(bucketName: string): void {
    const end = bucketEndOf(bucketName);
    if (end === undefined || end <= destroyedUntil) throw new RangeError('There is no such bucket of access tokens');
  }

  async function destroy(name: string): Promise<void> {
    const bucket = known.get(name);
    known.delete(name);
    try {
      await closeBucket(bucket);
      await destroyBucketFolders(folder, name);
    } catch (error) {
      // Still there, so the next call tries again.
      known.set(name, { backEnd: bucket?.backEnd ?? 'leveldb' });
      throw new StoreUnavailableError('A bucket of access tokens could not be destroyed', { cause: error });
    }
  }

  async function destroyAll(names: readonly string[]): Promise<void> {
    for (const name of names) {
      if (known.has(name)) await destroy(name);
    }
  }

  return {
    bucketNameFor: (expiresAt) => bucketNameFor(expiresAt, widthSeconds),

    async create(bucketName, id, value, options) {
      refuseDestroyed(bucketName);
      await use(bucketName, (collection) => collection.create(id, value, options));
    },

    async createFresh(bucketName, id, value) {
      refuseDestroyed(bucketName);
      await use(bucketName, (collection) => collection.createFresh(id, value));
    },

    async get<T extends object>(bucketName: string, id: string) {
      if (!known.has(bucketName)) return undefined;
      try {
        return (await use(bucketName, (collection) => collection.get<T>(id)))?.value;
      } catch (error) {
        // Destroyed while it was being read.
        if (!known.has(bucketName)) return undefined;
        throw error;
      }
    },

    async destroyExpired(now) {
      if (isClosed) throw new StoreUnavailableError('The store is closed');
      if (now > destroyedUntil) destroyedUntil = now;
      const names = [...known.keys()].filter((name) => isOver(name, now)).sort();
      const mine = destroying.then(() => destroyAll(names));
      destroying = mine.catch(() => undefined);
      await mine;
      return names;
    },

    async settled() {
      await Promise.all([...known.values()].map(async ({ collection }) => collection?.settled()));
    },

    async close() {
      isClosed = true;
      await destroying;
      await Promise.all([...known.values()].map(closeBucket));
    },
  };
}

async function closeBucket(bucket: Bucket | undefined): Promise<void> {
  const collection = await bucket?.opening?.catch(() => undefined);
  await collection?.close();
}

function isOver(bucketName: string, now: Date): boolean {
  const end = bucketEndOf(bucketName);
  return end !== undefined && end <= now;
}
