import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
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
  readonly openCollection: (folder: string) => Promise<OwnedCollection>;
}

interface Bucket {
  opening?: Promise<OwnedCollection>;
  /** Set once it is open. */
  collection?: OwnedCollection;
}

/** A bucket's folder is `until-<name>`: a bare name could be `con` or `nul`, which Windows keeps for itself. */
const BUCKET_FOLDER = /^until-(.+)$/;
/** A bucket is renamed so before its files go, so that a crash never leaves half a bucket that looks like one. */
const DOOMED = 'destroyed-';

/**
 * The buckets in a folder. Those that are there already are opened when first asked for.
 *
 * @throws Error, from the file system, when the folder cannot be used.
 */
export async function openAccessTokenBuckets(options: AccessTokenBucketsOptions): Promise<OwnedBuckets> {
  const { folder, widthSeconds, deadlineMs, openCollection } = options;
  /** All buckets that exist, opened or not. Only `create` adds to it: no request can make a database. */
  const known = new Map<string, Bucket>();
  for (const name of await findBuckets(folder)) known.set(name, {});
  let destroyedUntil = new Date(0);
  let destroying: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  function open(name: string, bucket: Bucket): Promise<OwnedCollection> {
    bucket.opening ??= openCollection(folderOf(folder, name)).then(
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
    const bucket = known.get(name) ?? {};
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
      await destroyFolder(folder, name);
    } catch (error) {
      // Still there, so the next call tries again.
      known.set(name, {});
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

function folderOf(folder: string, name: string): string {
  return join(folder, `until-${name}`);
}

async function closeBucket(bucket: Bucket | undefined): Promise<void> {
  const collection = await bucket?.opening?.catch(() => undefined);
  await collection?.close();
}

async function destroyFolder(folder: string, name: string): Promise<void> {
  const doomed = join(folder, `${DOOMED}${name}`);
  try {
    await rename(folderOf(folder, name), doomed);
  } catch (error) {
    // Never made because it could not be opened, or renamed by an attempt that got no further.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  await rm(doomed, { recursive: true, force: true });
}

function isOver(bucketName: string, now: Date): boolean {
  const end = bucketEndOf(bucketName);
  return end !== undefined && end <= now;
}

async function findBuckets(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names: string[] = [];
  for (const entry of await readdir(folder)) {
    if (entry.startsWith(DOOMED)) await rm(join(folder, entry), { recursive: true, force: true });
    const name = BUCKET_FOLDER.exec(entry)?.[1];
    if (name !== undefined && bucketEndOf(name) !== undefined) names.push(name);
  }
  return names;
}
