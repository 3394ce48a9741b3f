import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAccessTokenBuckets } from '../src/access-token-buckets.ts';
import { createCollection, type OwnedCollection } from '../src/collection.ts';
import { storeConformance } from '../src/conformance.ts';
import { ConflictError, openStore, type Store } from '../src/index.ts';
import { openLevelDatabase } from '../src/level-database.ts';
import { loadPouchDB } from '../src/load-pouchdb.ts';
import { openPouchDatabase } from '../src/pouch-database.ts';
import { readEach } from '../src/read-each.ts';
import { withTempFolder } from './temp-folder.ts';

const NOON = new Date('2030-01-01T12:00:00Z');
const LATER = new Date('2030-01-01T13:00:00Z');
const DEADLINE_MS = 20_000;

async function openCollection(folder: string): Promise<OwnedCollection> {
  const { LevelDown } = loadPouchDB();
  return createCollection(await openLevelDatabase({ LevelDown, folder, fsync: false }), DEADLINE_MS);
}

/** A whole store on LevelDB without PouchDB: what no program opens, to hold its collections to the contract. */
async function openLevelStore(dataDir: string): Promise<Store> {
  const names = ['core', 'safes', 'revocations', 'audit'] as const;
  const opened = await Promise.all(names.map((name) => openCollection(join(dataDir, name))));
  const [core, safes, revocations, audit] = opened as [
    OwnedCollection,
    OwnedCollection,
    OwnedCollection,
    OwnedCollection,
  ];
  const accessTokens = await openAccessTokenBuckets({
    folder: join(dataDir, 'access-tokens'),
    widthSeconds: 3600,
    deadlineMs: DEADLINE_MS,
    openCollection,
  });
  const all = [...opened, accessTokens];
  let closing: Promise<unknown> | undefined;
  return {
    core,
    safes,
    revocations: { ...revocations, readAll: () => readEach(revocations) },
    audit,
    accessTokens,
    checkReady: async () => {
      await core.get('is the database there?');
    },
    close: async () => {
      closing ??= Promise.all(all.map((part) => part.close()));
      await closing;
    },
  };
}

describe('LevelDB without PouchDB', () => {
  storeConformance({ describe, it }, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'gpii-level-'));
    const store = await openLevelStore(dataDir);
    return {
      store,
      close: async () => {
        await store.close();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  });

  it('finds what was stored before it was closed, and names the same states', () =>
    withTempFolder(async (folder) => {
      const first = await openCollection(folder);
      const revision = await first.create('a', { n: 1 });
      await first.close();
      const second = await openCollection(folder);
      expect(await second.get('a')).toEqual({ id: 'a', revision, value: { n: 1 } });
      const next = await second.replace('a', revision, { n: 2 });
      await expect(second.replace('a', revision, { n: 3 })).rejects.toBeInstanceOf(ConflictError);
      expect(await second.get('a')).toEqual({ id: 'a', revision: next, value: { n: 2 } });
      await second.close();
    }));
});

/** Makes a bucket as versions before did: PouchDB in a folder `until-<name>`. */
async function makeOldBucket(dataDir: string, name: string, records: Record<string, object>): Promise<void> {
  const folder = join(dataDir, 'access-tokens', `until-${name}`);
  const storeName = `old-${crypto.randomUUID()}`;
  const libraries = loadPouchDB();
  const database = await openPouchDatabase({ libraries, folder, storeName, fsync: false, replaces: false });
  const collection = createCollection(database, DEADLINE_MS);
  for (const [id, value] of Object.entries(records)) await collection.create(id, value);
  await collection.close();
}

describe('a bucket that an older version made with PouchDB', () => {
  it('goes on as it is, beside new ones, until it is destroyed', () =>
    withTempFolder(async (dataDir) => {
      const before = await openStore({ dataDir, deadlineMs: 20_000 });
      const [old, fresh] = [NOON, LATER].map((date) => before.accessTokens.bucketNameFor(date)) as [string, string];
      await before.close();
      await makeOldBucket(dataDir, old, { hash: { n: 1 }, 'code:a': { n: 2 }, 'code-used:a': {} });
      const store = await openStore({ dataDir, deadlineMs: 20_000 });
      const { accessTokens } = store;
      expect(await accessTokens.get(old, 'hash')).toEqual({ n: 1 });
      await expect(accessTokens.create(old, 'code-used:a', {}, { durable: true })).rejects.toBeInstanceOf(
        ConflictError,
      );
      await accessTokens.create(old, 'session:b', { n: 3 });
      await accessTokens.createFresh(fresh, 'hash', { n: 4 });
      expect(await accessTokens.get(old, 'session:b')).toEqual({ n: 3 });
      expect(await accessTokens.get(fresh, 'hash')).toEqual({ n: 4 });
      expect([...(await accessTokens.destroyExpired(LATER))]).toEqual([old]);
      expect(await accessTokens.get(old, 'hash')).toBeUndefined();
      await store.close();
    }));

  it('gives way to a new one of its name, and both are destroyed', () =>
    withTempFolder(async (dataDir) => {
      const before = await openStore({ dataDir, deadlineMs: 20_000 });
      const name = before.accessTokens.bucketNameFor(NOON);
      await before.accessTokens.create(name, 'hash', { n: 'new' });
      await before.close();
      await makeOldBucket(dataDir, name, { hash: { n: 'old' } });
      const store = await openStore({ dataDir, deadlineMs: 20_000 });
      expect(await store.accessTokens.get(name, 'hash')).toEqual({ n: 'new' });
      await store.accessTokens.destroyExpired(LATER);
      await store.close();
      const again = await openStore({ dataDir, deadlineMs: 20_000 });
      expect(await again.accessTokens.get(name, 'hash')).toBeUndefined();
      await again.close();
    }));
});
