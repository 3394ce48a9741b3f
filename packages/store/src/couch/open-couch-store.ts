import { createCollection, type OwnedCollection } from '../collection.ts';
import { StoreUnavailableError } from '../store-errors.ts';
import type { Store } from '../store.ts';
import { readEach } from '../read-each.ts';
import { withinDeadline } from '../within-deadline.ts';
import { createChangeFeed } from './change-feed.ts';
import { parseCouchAddress, type CouchAddress } from './couch-address.ts';
import { createCouchBuckets, createDatabase } from './couch-buckets.ts';
import { createCouchClient, type CouchClient } from './couch-client.ts';
import { openCouchDatabase } from './couch-database.ts';
import { StoreCredentialsError } from './couch-failure.ts';

/** Where the database is, and how the store behaves. */
export interface OpenCouchStoreOptions {
  /** `http://host:5984/prefix`; user and password may stand in it. */
  readonly url: string;
  /** `user:password`, in place of those in `url`. */
  readonly credential?: string | undefined;
  /** Whether the store opens though the database does not answer, and is there as soon as that does. Default false. */
  readonly mayComeLater?: boolean;
  /** The span of expiry times that one bucket of access tokens holds. Default 3600. */
  readonly bucketWidthSeconds?: number;
  /** How long an operation may take, in milliseconds. Default 1500. */
  readonly deadlineMs?: number;
  /** How long one call to the database may take, in milliseconds. Default 1000. */
  readonly callDeadlineMs?: number;
}

const COLLECTIONS = ['core', 'safes', 'revocations', 'audit'] as const;

/**
 * Opens a store in a CouchDB, which any number of nodes may have open. Databases that are missing are made.
 *
 * @throws StoreCredentialsError when the database refuses user and password.
 * @throws StoreUnavailableError when it does not answer, unless it may come later.
 * @throws RangeError when `url` is no such address, or `bucketWidthSeconds` no whole number above 0.
 */
export async function openCouchStore(options: OpenCouchStoreOptions): Promise<Store> {
  const { bucketWidthSeconds = 3600, deadlineMs = 1500, callDeadlineMs = 1000, mayComeLater = false } = options;
  if (!Number.isInteger(bucketWidthSeconds) || bucketWidthSeconds <= 0) {
    throw new RangeError('bucketWidthSeconds is a whole number above 0');
  }
  const address = parseCouchAddress(options.url, options.credential);
  if (address === undefined) throw new RangeError('The address of the database is not as http://host:5984/prefix');
  const client = createCouchClient(address, { deadlineMs: callDeadlineMs });
  let copies = 1;
  const prepare = async (): Promise<void> => {
    copies = await prepareDatabases(client, address);
  };
  try {
    await prepare();
  } catch (error) {
    if (error instanceof StoreCredentialsError || !mayComeLater) {
      client.close();
      throw explain(error, address);
    }
  }
  return toStore({ client, address, prepare, copies: () => copies, bucketWidthSeconds, deadlineMs });
}

/** @returns On how many nodes a document is kept. */
async function prepareDatabases(client: CouchClient, { prefix }: CouchAddress): Promise<number> {
  await Promise.all(COLLECTIONS.map((name) => createDatabase(client, `${prefix}-${name}`)));
  const { body } = await client.ask({ method: 'GET', path: `/${prefix}-core` });
  const copies = (body as { cluster?: { n?: unknown } } | null)?.cluster?.n;
  return typeof copies === 'number' ? copies : 1;
}

interface Opened {
  readonly client: CouchClient;
  readonly address: CouchAddress;
  readonly prepare: () => Promise<void>;
  readonly copies: () => number;
  readonly bucketWidthSeconds: number;
  readonly deadlineMs: number;
}

function toStore({ client, address, prepare, copies, bucketWidthSeconds, deadlineMs }: Opened): Store {
  const openDatabase = (name: string, more: { keepsRivals?: boolean } = {}) =>
    openCouchDatabase({ client, name, copies, ...more });
  const nameOf = (name: string): string => `${address.prefix}-${name}`;
  const open = (name: (typeof COLLECTIONS)[number]): OwnedCollection =>
    createCollection(openDatabase(nameOf(name), { keepsRivals: name === 'revocations' }), deadlineMs);
  const collections = {
    core: open('core'),
    safes: open('safes'),
    revocations: open('revocations'),
    audit: open('audit'),
  };
  const accessTokens = createCouchBuckets({
    client,
    namePrefix: nameOf('access-tokens-until-'),
    widthSeconds: bucketWidthSeconds,
    deadlineMs,
    openDatabase,
  });
  const feed = createChangeFeed({ client, coreName: nameOf('core'), revocationsName: nameOf('revocations'), prepare });
  const all = [...Object.values(collections), accessTokens];
  let isFollowed = false;
  let closing: Promise<void> | undefined;

  async function answer(): Promise<void> {
    if (isFollowed) await feed.catchUp();
    await Promise.all([collections.core.get('is the database there?'), ...all.map((part) => part.settled())]);
  }

  async function close(): Promise<void> {
    feed.close();
    await Promise.all(all.map((part) => part.close()));
    client.close();
  }

  return {
    ...collections,
    revocations: { ...collections.revocations, readAll: () => readEach(collections.revocations) },
    accessTokens,
    feed: {
      follow: (follower) => {
        isFollowed = true;
        return feed.follow(follower);
      },
      catchUp: () => feed.catchUp(),
    },
    checkReady: (readyDeadlineMs) => withinDeadline(answer(), readyDeadlineMs, 'Reading from the database'),
    close: () => (closing ??= close()),
  };
}

function explain(error: unknown, { shown }: CouchAddress): StoreUnavailableError {
  if (error instanceof StoreCredentialsError) return error;
  return new StoreUnavailableError(`The database at ${shown} cannot be used`, { cause: error });
}
