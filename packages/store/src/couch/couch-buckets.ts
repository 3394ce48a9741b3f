import type { OwnedBuckets } from '../access-token-buckets.ts';
import { bucketEndOf, bucketNameFor } from '../bucket-name.ts';
import { createCollection, type OwnedCollection } from '../collection.ts';
import type { Database } from '../database.ts';
import { StoreUnavailableError } from '../store-errors.ts';
import type { CouchClient } from './couch-client.ts';
import { MissingDatabaseError } from './couch-failure.ts';

/** Where the buckets are. */
export interface CouchBucketsOptions {
  readonly client: CouchClient;
  /** The names of their databases begin with it. */
  readonly namePrefix: string;
  readonly widthSeconds: number;
  readonly deadlineMs: number;
  /** The database of this name, whether it is there or not. */
  readonly openDatabase: (name: string) => Database;
}

/** How often a write creates the database that it finds missing: another node may be dropping an old one. */
const CREATE_TRIES = 3;

/** Buckets that many nodes share: each is a database, made by the first write into it, dropped by whoever comes first. */
export function createCouchBuckets(options: CouchBucketsOptions): OwnedBuckets {
  const { client, namePrefix, widthSeconds, deadlineMs } = options;
  /** Those that this node writes to. */
  const writing = new Map<string, OwnedCollection>();
  let destroyedUntil = new Date(0);
  let isClosed = false;

  function open(bucketName: string): OwnedCollection {
    const name = namePrefix + bucketName;
    return createCollection(createdOnDemand(options.openDatabase(name), client, name), deadlineMs);
  }

  function isGone(bucketName: string): boolean {
    const end = bucketEndOf(bucketName);
    return end === undefined || end <= destroyedUntil;
  }

  function toWrite(bucketName: string): OwnedCollection {
    if (isClosed) throw new StoreUnavailableError('The store is closed');
    if (isGone(bucketName)) throw new RangeError('There is no such bucket of access tokens');
    const collection = writing.get(bucketName) ?? open(bucketName);
    writing.set(bucketName, collection);
    return collection;
  }

  async function listNames(): Promise<string[]> {
    const query = `startkey=${encode(namePrefix)}&endkey=${encode(`${namePrefix}~`)}`;
    const { body } = await client.ask({ method: 'GET', path: `/_all_dbs?${query}` });
    const names = (body as unknown[]).filter((name) => typeof name === 'string');
    return names.filter((name) => name.startsWith(namePrefix)).map((name) => name.slice(namePrefix.length));
  }

  async function destroy(bucketName: string): Promise<void> {
    const collection = writing.get(bucketName);
    writing.delete(bucketName);
    await collection?.close();
    try {
      await client.ask({ method: 'DELETE', path: `/${encodeURIComponent(namePrefix + bucketName)}` });
    } catch (error) {
      if (!(error instanceof MissingDatabaseError)) throw error;
    }
  }

  return {
    bucketNameFor: (expiresAt) => bucketNameFor(expiresAt, widthSeconds),

    async create(bucketName, id, value) {
      await toWrite(bucketName).create(id, value);
    },

    async createFresh(bucketName, id, value) {
      await toWrite(bucketName).createFresh(id, value);
    },

    async get<T extends object>(bucketName: string, id: string) {
      if (isClosed) throw new StoreUnavailableError('The store is closed');
      if (isGone(bucketName)) return undefined;
      try {
        // Not kept: the name comes from a request.
        return (await (writing.get(bucketName) ?? open(bucketName)).get<T>(id))?.value;
      } catch (error) {
        // Destroyed while it was being read.
        if (isGone(bucketName)) return undefined;
        throw error;
      }
    },

    async destroyExpired(now) {
      if (isClosed) throw new StoreUnavailableError('The store is closed');
      if (now > destroyedUntil) destroyedUntil = now;
      const gone: string[] = [];
      try {
        for (const name of (await listNames()).sort()) {
          const end = bucketEndOf(name);
          if (end === undefined || end > now) continue;
          await destroy(name);
          gone.push(name);
        }
      } catch (error) {
        if (error instanceof StoreUnavailableError) throw error;
        throw new StoreUnavailableError('A bucket of access tokens could not be destroyed', { cause: error });
      }
      return gone;
    },

    async settled() {
      await Promise.all([...writing.values()].map((collection) => collection.settled()));
    },

    async close() {
      isClosed = true;
      await Promise.all([...writing.values()].map((collection) => collection.close()));
    },
  };
}

function encode(key: string): string {
  return encodeURIComponent(JSON.stringify(key));
}

/** A database that holds nothing while it is missing, and is created by the first write. */
function createdOnDemand(database: Database, client: CouchClient, name: string): Database {
  return {
    ...database,
    read: (id) => database.read(id).catch(ignoreMissing),
    write: async (batch) => {
      for (let tries = 0; ; tries += 1) {
        try {
          return await database.write(batch);
        } catch (error) {
          if (!(error instanceof MissingDatabaseError) || tries === CREATE_TRIES) throw error;
          await createDatabase(client, name);
        }
      }
    },
  };
}

function ignoreMissing(error: unknown): undefined {
  if (!(error instanceof MissingDatabaseError)) throw error;
}

/** Creates a database; that it is there already (412) is as good. */
export async function createDatabase(client: CouchClient, name: string): Promise<void> {
  await client.ask({ method: 'PUT', path: `/${encodeURIComponent(name)}` });
}
