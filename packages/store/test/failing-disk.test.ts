import { describe, expect, it } from 'vitest';
import { createCollection } from '../src/collection.ts';
import { StoreUnavailableError } from '../src/index.ts';
import { openLevelDatabase } from '../src/level-database.ts';
import { loadPouchDB, type LevelDown, type PouchLibraries } from '../src/load-pouchdb.ts';
import { openPouchDatabase } from '../src/pouch-database.ts';
import { withTempFolder } from './temp-folder.ts';

/** Libraries with a LevelDB of which the test can make reads fail and batches hang, and see the options of batches. */
function createFailingDisk() {
  const disk = { failsReads: false, hangs: false, batchOptions: [] as object[] };
  const { PouchDB, LevelDown } = loadPouchDB();
  function Failing(folder: string): LevelDown {
    const level = new LevelDown(folder);
    const get = level._get.bind(level);
    const batch = level._batch.bind(level);
    level._get = (key, options, callback) => {
      if (disk.failsReads) process.nextTick(callback, new Error('Corruption: block checksum mismatch'));
      else if (!disk.hangs) get(key, options, callback);
    };
    level._batch = (operations, options, callback) => {
      disk.batchOptions.push(options);
      if (!disk.hangs) batch(operations, options, callback);
    };
    return level;
  }
  const libraries = { PouchDB, LevelDown: Failing as unknown as PouchLibraries['LevelDown'] };
  return { disk, libraries };
}

const BACK_ENDS = {
  PouchDB: (libraries: PouchLibraries, folder: string, fsync: boolean) =>
    openPouchDatabase({ libraries, folder, storeName: `failing-${crypto.randomUUID()}`, fsync, replaces: true }),
  'LevelDB alone': ({ LevelDown }: PouchLibraries, folder: string, fsync: boolean) =>
    openLevelDatabase({ LevelDown, folder, fsync }),
};

describe.each(Object.entries(BACK_ENDS))('a disk that fails, below %s', (_name, open) => {
  async function openOn(libraries: PouchLibraries, folder: string, { fsync = false, deadlineMs = 5000 } = {}) {
    return createCollection(await open(libraries, folder, fsync), deadlineMs);
  }

  it('makes a document unavailable, never missing', () =>
    withTempFolder(async (folder) => {
      const { disk, libraries } = createFailingDisk();
      const collection = await openOn(libraries, folder);
      await collection.create('a', { n: 1 });
      disk.failsReads = true;
      await expect(collection.get('a')).rejects.toBeInstanceOf(StoreUnavailableError);
      await expect(collection.listByPrefix('')).rejects.toBeInstanceOf(StoreUnavailableError);
      disk.failsReads = false;
      expect((await collection.get('a'))?.value).toEqual({ n: 1 });
      await collection.close();
    }));

  it('never lets a create overwrite a document that could not be read', () =>
    withTempFolder(async (folder) => {
      const { disk, libraries } = createFailingDisk();
      const collection = await openOn(libraries, folder);
      await collection.create('a', { n: 1 });
      disk.failsReads = true;
      await expect(collection.create('a', { n: 2 })).rejects.toBeInstanceOf(StoreUnavailableError);
      disk.failsReads = false;
      expect((await collection.get('a'))?.value).toEqual({ n: 1 });
      await collection.create('b', {});
      await collection.close();
    }));

  it('that hangs makes a write unavailable within the deadline', () =>
    withTempFolder(async (folder) => {
      const { disk, libraries } = createFailingDisk();
      const collection = await openOn(libraries, folder, { deadlineMs: 50 });
      disk.hangs = true;
      await expect(collection.create('a', {})).rejects.toBeInstanceOf(StoreUnavailableError);
      await expect(collection.get('a')).rejects.toBeInstanceOf(StoreUnavailableError);
      const settled = collection.settled().then(() => 'settled');
      expect(await Promise.race([settled, Promise.resolve('still being written')])).toBe('still being written');
    }));

  it.each([true, false])('is asked to fsync each batch: %s', (fsync) =>
    withTempFolder(async (folder) => {
      const { disk, libraries } = createFailingDisk();
      const collection = await openOn(libraries, folder, { fsync });
      await collection.create('a', {});
      await collection.close();
      expect(disk.batchOptions.length).toBeGreaterThan(0);
      for (const options of disk.batchOptions) expect(options).toMatchObject({ sync: fsync });
    }),
  );

  it('is asked to fsync a document that has to be durable, also where it is not asked otherwise', () =>
    withTempFolder(async (folder) => {
      const { disk, libraries } = createFailingDisk();
      const collection = await openOn(libraries, folder, { fsync: false });
      await collection.create('code', {});
      const before = disk.batchOptions.length;
      await collection.create('code-used', {}, { durable: true });
      const after = disk.batchOptions.length;
      await collection.create('another', {});
      await collection.close();
      const asked = disk.batchOptions.map((options) => 'sync' in options && options.sync);
      expect(asked.slice(before, after)).toContain(true);
      expect([...asked.slice(0, before), ...asked.slice(after)]).not.toContain(true);
    }));
});

it('a disk that fails is noticed when PouchDB opens', () =>
  withTempFolder(async (folder) => {
    const { disk, libraries } = createFailingDisk();
    disk.failsReads = true;
    await expect(BACK_ENDS.PouchDB(libraries, folder, false)).rejects.toThrow(/could not read where it stopped/);
    disk.failsReads = false;
    await (await BACK_ENDS.PouchDB(libraries, folder, false)).close();
  }));
