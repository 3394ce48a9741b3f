import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../src/index.ts';
import type { StoreNotice } from '../src/store-notice.ts';
import { cutOff, garble, garbleAt, garbleTail, newestFile } from './damage.ts';
import { withTempFolder } from './temp-folder.ts';

const COUNT = 600;
const DATABASES = ['core', 'safes', 'revocations', 'audit'];
/** Far below what a start that reads without end would take, far above a start on a machine that stalls. */
const LONGEST_START_MS = 20_000;

/** Fills all four databases, one small batch after the other, as requests do. */
async function fill(dataDir: string): Promise<void> {
  const store = await openStore({ dataDir, deadlineMs: 20_000 });
  const text = 'x'.repeat(150);
  for (let n = 0; n < COUNT; n += 10) {
    const ids = Array.from({ length: 10 }, (_, index) => `credential:${n + index}`);
    const collections = [store.core, store.safes, store.revocations, store.audit];
    await Promise.all(collections.flatMap((collection) => ids.map((id) => collection.create(id, { id, text }))));
  }
  await store.close();
}

/** A store that was filled and closed once, for all tests to damage a copy of. */
let filled: string;

beforeAll(async () => {
  filled = await mkdtemp(join(tmpdir(), 'gpii-store-'));
  await fill(filled);
});

afterAll(() => rm(filled, { recursive: true, force: true }));

function withFilled(test: (dataDir: string) => Promise<void>): Promise<void> {
  return withTempFolder(async (dataDir) => {
    await cp(filled, dataDir, { recursive: true });
    await test(dataDir);
  });
}

interface Reopened {
  readonly notices: readonly StoreNotice[];
  readonly revocations: number;
  readonly core: number;
  readonly startMs: number;
}

async function reopen(dataDir: string): Promise<Reopened> {
  const notices: StoreNotice[] = [];
  const startedAt = performance.now();
  const store = await openStore({ dataDir, deadlineMs: 20_000, onNotice: (notice) => notices.push(notice) });
  const startMs = performance.now() - startedAt;
  const revocations = await store.revocations.listByPrefix('credential:');
  const core = await store.core.listByPrefix('credential:');
  for (const { id, value } of [...revocations, ...core]) expect(value.id).toBe(id);
  const later = crypto.randomUUID();
  await store.core.create(later, {});
  await store.revocations.create(later, {});
  await store.close();
  return { notices, revocations: revocations.length, core: core.length, startMs };
}

/** Damages every database in the same way, and tells what a start makes of it. */
function afterDamage(damage: (folder: string) => Promise<void>, test: (reopened: Reopened) => void): Promise<void> {
  return withFilled(async (dataDir) => {
    for (const name of DATABASES) await damage(join(dataDir, name));
    const reopened = await reopen(dataDir);
    test(reopened);
    const { core, revocations } = reopened;
    expect(await reopen(dataDir)).toMatchObject({ notices: [], core, revocations });
  });
}

/** Which databases a notice names. */
const named = (notices: readonly StoreNotice[]): string[] =>
  DATABASES.filter((name) => notices.some(({ path, reason }) => reason === 'store_damaged' && path.endsWith(name)));

describe('a log of LevelDB that was cut', () => {
  it.each([1, 1024, 10_000, 65_536])('by %i bytes undoes no revocation, and is said', (bytes) =>
    afterDamage(
      async (folder) => cutOff(await newestFile(folder, /\.log$/), bytes),
      ({ notices, revocations, core, startMs }) => {
        expect(revocations).toBe(COUNT);
        expect(core).toBeLessThan(COUNT);
        expect(core).toBeGreaterThan(0);
        expect(named(notices)).toEqual(DATABASES);
        expect(notices).toContainEqual(
          expect.objectContaining({ reason: 'revocations_restored', restored: COUNT - core }),
        );
        expect(startMs).toBeLessThan(LONGEST_START_MS);
      },
    ),
  );

  it('to nothing undoes no revocation', () =>
    afterDamage(
      async (folder) => cutOff(await newestFile(folder, /\.log$/), Infinity),
      ({ notices, revocations }) => {
        expect(revocations).toBe(COUNT);
        expect(notices).toMatchObject([{ reason: 'revocations_restored', restored: COUNT }]);
      },
    ));
});

describe('a log of LevelDB that was garbled', () => {
  const ways: [string, (path: string) => Promise<void>][] = [
    ['in the middle', (path) => garbleAt(path, 50_000, 2000)],
    ['over its last 64 KiB', (path) => garbleTail(path, 65_536)],
    ['over its last KiB', (path) => garbleTail(path, 1024)],
  ];
  it.each(ways)('%s undoes no revocation, and is said', (_way, damage) =>
    afterDamage(
      async (folder) => damage(await newestFile(folder, /\.log$/)),
      ({ notices, revocations, startMs }) => {
        expect(revocations).toBe(COUNT);
        expect(named(notices)).toEqual(DATABASES);
        expect(startMs).toBeLessThan(LONGEST_START_MS);
      },
    ),
  );
});

describe('a database whose files contradict themselves', () => {
  const ways: [string, (folder: string) => Promise<void>][] = [
    ['MANIFEST is garbled', async (folder) => garble(await newestFile(folder, /^MANIFEST/))],
    ['MANIFEST was cut', async (folder) => cutOff(await newestFile(folder, /^MANIFEST/), 30)],
    ['CURRENT is garbled', (folder) => garble(join(folder, 'CURRENT'))],
    ['CURRENT is gone', (folder) => rm(join(folder, 'CURRENT'))],
  ];
  it.each(ways)('because %s is built anew, kept as it was, and said', (_way, damage) =>
    afterDamage(damage, ({ notices, revocations, core, startMs }) => {
      expect([revocations, core]).toEqual([COUNT, COUNT]);
      expect(named(notices)).toEqual(DATABASES);
      expect(notices.every(({ message }) => message.includes('.damaged-'))).toBe(true);
      expect(startMs).toBeLessThan(LONGEST_START_MS);
    }),
  );

  it('because a table was lost keeps the rest, and every revocation', () =>
    withFilled(async (dataDir) => {
      // Opening writes the log into a table.
      await (await openStore({ dataDir, deadlineMs: 20_000 })).close();
      await rm(await newestFile(join(dataDir, 'revocations'), /\.ldb$/));
      const { notices, revocations, core } = await reopen(dataDir);
      expect([revocations, core]).toEqual([COUNT, COUNT]);
      expect(notices.map(({ reason }) => reason)).toEqual(['store_damaged', 'revocations_restored']);
    }));
});

describe('a bucket of access tokens', () => {
  const EXPIRES_AT = new Date('2099-01-01T00:00:00Z');
  const ways: [string, RegExp, (path: string) => Promise<void>][] = [
    ['a log that was cut', /\.log$/, (path) => cutOff(path, 1024)],
    ['a log that was garbled', /\.log$/, (path) => garbleTail(path, 1024)],
    ['a MANIFEST that was garbled', /^MANIFEST/, garble],
    ['no CURRENT', /^CURRENT$/, (path) => rm(path)],
  ];
  it.each(ways)('with %s opens with what is left, and says so', (_way, pattern, damage) =>
    withTempFolder(async (dataDir) => {
      const before = await openStore({ dataDir, deadlineMs: 20_000 });
      const bucket = before.accessTokens.bucketNameFor(EXPIRES_AT);
      for (let n = 0; n < 60; n += 1) {
        await before.accessTokens.createFresh(bucket, `hash:${n}`, { n, text: 'x'.repeat(150) });
      }
      await before.close();
      await damage(await newestFile(join(dataDir, 'access-tokens', `level-until-${bucket}`), pattern));
      const notices: StoreNotice[] = [];
      const store = await openStore({ dataDir, deadlineMs: 20_000, onNotice: (notice) => notices.push(notice) });
      expect(await store.accessTokens.get(bucket, 'hash:0')).toMatchObject({ n: 0 });
      expect([...new Set(notices.map(({ reason }) => reason))]).toEqual(['store_damaged']);
      await store.accessTokens.createFresh(bucket, 'hash:later', {});
      await store.close();
    }),
  );
});

it('a store that was closed or killed in good order has nothing to say', () =>
  withFilled(async (dataDir) => {
    expect((await reopen(dataDir)).notices).toEqual([]);
  }));
