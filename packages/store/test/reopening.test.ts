import { execFile } from 'node:child_process';
import { readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createCollection, type OwnedCollection } from '../src/collection.ts';
import { openStore, StoreUnavailableError, type Store } from '../src/index.ts';
import { openLevelDatabase } from '../src/level-database.ts';
import { loadPouchDB, type LevelDown, type PouchLibraries } from '../src/load-pouchdb.ts';
import { openPouchDatabase } from '../src/pouch-database.ts';
import { probeDisk } from '../src/probe-disk.ts';
import { openReopeningDatabase } from '../src/reopening-database.ts';
import { withTempFolder } from './temp-folder.ts';

const run = promisify(execFile);
/** Far above what a machine that stalls makes of half a second. */
const LONGEST_RECOVERY_MS = 15_000;

interface Disk {
  /** `fails`: as LevelDB does it, for good, until it is opened anew. `holds`: nothing ends until `release`. */
  state: 'works' | 'fails' | 'holds';
  opened: number;
  release: () => void;
}

/** Libraries with a LevelDB whose writes fail, or hang, when the test says so. */
function createBadDisk(): { disk: Disk; libraries: PouchLibraries } {
  const held: (() => void)[] = [];
  const disk: Disk = {
    state: 'works',
    opened: 0,
    release: () => {
      disk.state = 'works';
      for (const go of held.splice(0)) go();
    },
  };
  const { PouchDB, LevelDown } = loadPouchDB();
  function Bad(folder: string): LevelDown {
    if (disk.state === 'fails') throw new Error('IO error: no space left on device');
    const level = new LevelDown(folder);
    const batch = level._batch.bind(level);
    let hasFailed = false;
    disk.opened += 1;
    level._batch = (operations, options, callback) => {
      hasFailed ||= disk.state === 'fails';
      if (hasFailed) process.nextTick(callback, new Error('IO error: no space left on device'));
      else if (disk.state === 'holds')
        held.push(() => {
          batch(operations, options, callback);
        });
      else batch(operations, options, callback);
    };
    return level;
  }
  return { disk, libraries: { PouchDB, LevelDown: Bad as unknown as PouchLibraries['LevelDown'] } };
}

const BACK_ENDS = {
  PouchDB: (libraries: PouchLibraries, folder: string) =>
    openPouchDatabase({ libraries, folder, storeName: `bad-${crypto.randomUUID()}`, fsync: true, replaces: true }),
  'LevelDB alone': ({ LevelDown }: PouchLibraries, folder: string) =>
    openLevelDatabase({ LevelDown, folder, fsync: true }),
};

async function openOn(
  disk: Disk,
  folder: string,
  open: () => ReturnType<typeof openLevelDatabase>,
  deadlineMs = 20_000,
): Promise<OwnedCollection> {
  const database = await openReopeningDatabase({
    open,
    probe: () => (disk.state === 'works' ? Promise.resolve() : Promise.reject(new Error('no space'))),
  });
  return createCollection(database, deadlineMs);
}

/** How long an operation went on failing, in milliseconds. Each failure is one that a server answers with 503. */
async function untilDone(operation: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    try {
      await operation();
      return performance.now() - startedAt;
    } catch (error) {
      expect(error).toBeInstanceOf(StoreUnavailableError);
      if (performance.now() - startedAt > 20_000) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe.each(Object.entries(BACK_ENDS))('a database whose writes failed, on %s', (_name, open) => {
  it('reads on, refuses writes, and takes them again soon after the disk does', () =>
    withTempFolder(async (folder) => {
      const { disk, libraries } = createBadDisk();
      const collection = await openOn(disk, folder, () => open(libraries, folder));
      await collection.create('before', { n: 1 });
      disk.state = 'fails';
      await expect(collection.create('during', {})).rejects.toBeInstanceOf(StoreUnavailableError);
      await expect(collection.create('during', {})).rejects.toBeInstanceOf(StoreUnavailableError);
      expect((await collection.get('before'))?.value).toEqual({ n: 1 });
      disk.state = 'works';
      expect(await untilDone(() => collection.create('after', {}))).toBeLessThan(LONGEST_RECOVERY_MS);
      expect((await collection.get('before'))?.value).toEqual({ n: 1 });
      expect(await collection.get('during')).toBeUndefined();
      expect(await collection.listIds('')).toEqual(['after', 'before']);
      expect(disk.opened).toBe(2);
      await collection.close();
    }));

  it('can be closed while it waits for the disk', () =>
    withTempFolder(async (folder) => {
      const { disk, libraries } = createBadDisk();
      const collection = await openOn(disk, folder, () => open(libraries, folder));
      disk.state = 'fails';
      await expect(collection.create('a', {})).rejects.toBeInstanceOf(StoreUnavailableError);
      await collection.close();
      disk.state = 'works';
      const again = await openOn(disk, folder, () => open(libraries, folder));
      await again.create('a', {});
      await again.close();
    }));
});

describe.each(Object.entries(BACK_ENDS))('a database whose disk hangs, on %s', (_name, open) => {
  it('is unavailable within the deadline, and there again when it goes on', () =>
    withTempFolder(async (folder) => {
      const { disk, libraries } = createBadDisk();
      const collection = await openOn(disk, folder, () => open(libraries, folder), 500);
      disk.state = 'holds';
      // A write without a deadline would never end.
      const outcomes = await Promise.allSettled([collection.create('a', {}), collection.create('b', {})]);
      expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      disk.release();
      // Another one at each try: of one that took too long, nobody knows whether it was stored.
      const create = (): Promise<unknown> => collection.create(crypto.randomUUID(), {});
      expect(await untilDone(create)).toBeLessThan(LONGEST_RECOVERY_MS);
      await collection.close();
    }));
});

it('a probe of the disk leaves nothing behind', () =>
  withTempFolder(async (folder) => {
    await probeDisk(folder);
    expect(await readdir(folder)).toEqual([]);
    await expect(probeDisk(join(folder, 'gone'))).rejects.toThrow('ENOENT');
  }));

/** Only root can mount a file system; elsewhere the stub above has to do. */
const canMount = process.platform === 'linux' && process.getuid?.() === 0;

async function withTinyDisk(megabytes: number, test: (folder: string) => Promise<void>): Promise<void> {
  await withTempFolder(async (folder) => {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
    try {
      await test(folder);
    } finally {
      await run('umount', ['-l', folder]);
    }
  });
}

/** Fills a disk to the last byte. */
async function fillUp(path: string): Promise<void> {
  const { bavail, bsize } = await statfs(join(path, '..'));
  await writeFile(path, Buffer.alloc(bavail * bsize)).catch(() => undefined);
  expect((await statfs(join(path, '..'))).bavail).toBe(0);
}

async function writeUntilFull(store: Store): Promise<string[]> {
  const stored: string[] = [];
  for (let n = 0; ; n++) {
    const id = `credential:${n}`;
    try {
      await Promise.all([store.core.create(id, { id, text: 'x'.repeat(3000) }), store.revocations.create(id, { id })]);
      stored.push(id);
    } catch (error) {
      expect(error).toBeInstanceOf(StoreUnavailableError);
      return stored;
    }
  }
}

describe.runIf(canMount)('a full disk', () => {
  it('costs nothing that was acknowledged, and writes go on soon after there is room', () =>
    withTinyDisk(24, async (disk) => {
      const dataDir = join(disk, 'data');
      const store = await openStore({ dataDir, deadlineMs: 20_000 });
      await fillUp(join(disk, 'ballast'));
      const stored = await writeUntilFull(store);
      await expect(store.core.create('late', {})).rejects.toBeInstanceOf(StoreUnavailableError);
      await rm(join(disk, 'ballast'));
      const operations = [
        () => store.core.create(`core:${crypto.randomUUID()}`, {}),
        () => store.revocations.create(`secret:${crypto.randomUUID()}`, {}),
        () =>
          store.accessTokens.create(store.accessTokens.bucketNameFor(new Date('2099-01-01')), crypto.randomUUID(), {}),
        () => store.checkReady(20_000),
      ];
      const waited = await Promise.all(operations.map(untilDone));
      expect(Math.max(...waited)).toBeLessThan(LONGEST_RECOVERY_MS);
      await store.close();
      const again = await openStore({ dataDir, deadlineMs: 20_000 });
      const kept = new Set(
        [...(await again.revocations.listByPrefix('')), ...(await again.core.listByPrefix(''))].map(({ id }) => id),
      );
      expect(stored.filter((id) => !kept.has(id))).toEqual([]);
      await again.close();
    }));
});
