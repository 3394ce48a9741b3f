import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore, StoreLockedError, StoreUnavailableError } from '../src/index.ts';
import { withTempFolder } from './temp-folder.ts';

const NOON = new Date('2030-01-01T12:00:00Z');
const LATER = new Date('2030-01-01T13:00:00Z');

describe('openStore', () => {
  it('finds what was stored before it was closed', () =>
    withTempFolder(async (dataDir) => {
      const first = await openStore({ dataDir, deadlineMs: 20_000 });
      const bucket = first.accessTokens.bucketNameFor(NOON);
      const revision = await first.core.create('a', { n: 1 });
      await first.accessTokens.create(bucket, 'hash', { n: 2 });
      await first.close();
      const second = await openStore({ dataDir, deadlineMs: 20_000 });
      expect(await second.core.get('a')).toEqual({ id: 'a', revision, value: { n: 1 } });
      expect(await second.accessTokens.get(bucket, 'hash')).toEqual({ n: 2 });
      await second.close();
    }));

  it('creates the data folder for its owner alone', () =>
    withTempFolder(async (folder) => {
      const dataDir = join(folder, 'deep', 'data');
      await (await openStore({ dataDir, deadlineMs: 20_000 })).close();
      expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    }));

  it('refuses a folder that another store of this process has open, and takes it once that is closed', () =>
    withTempFolder(async (dataDir) => {
      const first = await openStore({ dataDir, deadlineMs: 20_000 });
      const second = openStore({ dataDir, deadlineMs: 20_000 });
      await expect(second).rejects.toBeInstanceOf(StoreLockedError);
      await expect(second).rejects.toThrow(dataDir);
      await first.core.create('a', {});
      await first.close();
      await (await openStore({ dataDir, deadlineMs: 20_000 })).close();
    }));

  it('says in a sentence that the data folder cannot be used', () =>
    withTempFolder(async (folder) => {
      const dataDir = join(folder, 'file');
      await writeFile(dataDir, '');
      const opening = openStore({ dataDir, deadlineMs: 20_000 });
      await expect(opening).rejects.toBeInstanceOf(StoreUnavailableError);
      await expect(opening).rejects.toThrow(`The data folder ${dataDir} cannot be created, read and written`);
    }));

  it('closes again what it had opened when a later part cannot be opened', () =>
    withTempFolder(async (dataDir) => {
      await writeFile(join(dataDir, 'audit'), 'a file where a folder should be');
      await expect(openStore({ dataDir, deadlineMs: 20_000 })).rejects.toBeInstanceOf(StoreUnavailableError);
      await expect(openStore({ dataDir, deadlineMs: 20_000 })).rejects.toThrow(/cannot be opened/);
    }));

  it('leaves no listener and no warning behind, however often it opens', () =>
    withTempFolder(async (dataDir) => {
      const warnings: Error[] = [];
      const listen = (warning: Error) => warnings.push(warning);
      process.on('warning', listen);
      const before = process.eventNames().map((name) => [name, process.listenerCount(name)]);
      for (let round = 0; round < 12; round++) await (await openStore({ dataDir, deadlineMs: 20_000 })).close();
      expect(process.eventNames().map((name) => [name, process.listenerCount(name)])).toEqual(before);
      process.off('warning', listen);
      expect(warnings).toEqual([]);
    }));

  it('refuses a bucket width that is no whole number above 0', async () => {
    await expect(openStore({ dataDir: 'unused', bucketWidthSeconds: 0.5 })).rejects.toBeInstanceOf(RangeError);
  });
});

describe('buckets on disk', () => {
  it('leave nothing when they are destroyed, opened or not', () =>
    withTempFolder(async (dataDir) => {
      const first = await openStore({ dataDir, deadlineMs: 20_000 });
      await first.accessTokens.create(first.accessTokens.bucketNameFor(NOON), 'hash', {});
      await first.close();
      const second = await openStore({ dataDir, deadlineMs: 20_000 });
      const { accessTokens } = second;
      await accessTokens.create(accessTokens.bucketNameFor(LATER), 'hash', {});
      expect(await readdir(join(dataDir, 'access-tokens'))).toHaveLength(2);
      expect(await accessTokens.destroyExpired(new Date('2031-01-01'))).toHaveLength(2);
      expect(await readdir(join(dataDir, 'access-tokens'))).toEqual([]);
      await second.close();
    }));

  it('are not made by reading', () =>
    withTempFolder(async (dataDir) => {
      const store = await openStore({ dataDir, deadlineMs: 20_000 });
      await store.accessTokens.get(store.accessTokens.bucketNameFor(NOON), 'hash');
      await store.accessTokens.get('../made-up', 'hash');
      expect(await readdir(join(dataDir, 'access-tokens'))).toEqual([]);
      await store.close();
      const names = ['access-tokens', 'audit', 'core', 'revocations', 'revocations.log', 'safes'];
      expect((await readdir(dataDir)).sort()).toEqual(names);
    }));

  it('are finished off when a destruction was cut short, and foreign folders left alone', () =>
    withTempFolder(async (dataDir) => {
      for (const name of ['destroyed-level-until-t6x2k0', 'level-until-NOT-OURS', 'lost+found']) {
        await mkdir(join(dataDir, 'access-tokens', name), { recursive: true });
      }
      await (await openStore({ dataDir, deadlineMs: 20_000 })).close();
      expect((await readdir(join(dataDir, 'access-tokens'))).sort()).toEqual(['level-until-NOT-OURS', 'lost+found']);
    }));

  it('that cannot be opened are unavailable, and destroyed in time', () =>
    withTempFolder(async (dataDir) => {
      const store = await openStore({ dataDir, deadlineMs: 20_000 });
      const bucket = store.accessTokens.bucketNameFor(NOON);
      await store.close();
      await writeFile(join(dataDir, 'access-tokens', `level-until-${bucket}`), 'a file where a folder should be');
      const again = await openStore({ dataDir, deadlineMs: 20_000 });
      const { accessTokens } = again;
      await expect(accessTokens.get(bucket, 'hash')).rejects.toBeInstanceOf(StoreUnavailableError);
      await expect(accessTokens.create(bucket, 'hash', {})).rejects.toBeInstanceOf(StoreUnavailableError);
      expect(await accessTokens.destroyExpired(new Date('2031-01-01'))).toEqual([bucket]);
      expect(await readdir(join(dataDir, 'access-tokens'))).toEqual([]);
      await again.close();
    }));

  it('are found and destroyed in time under another width', () =>
    withTempFolder(async (dataDir) => {
      const wide = await openStore({ dataDir, bucketWidthSeconds: 86_400 });
      const bucket = wide.accessTokens.bucketNameFor(NOON);
      await wide.accessTokens.create(bucket, 'hash', { n: 1 });
      await wide.close();
      const narrow = await openStore({ dataDir, bucketWidthSeconds: 60 });
      expect(await narrow.accessTokens.destroyExpired(LATER)).toEqual([]);
      expect(await narrow.accessTokens.get(bucket, 'hash')).toEqual({ n: 1 });
      expect(await narrow.accessTokens.destroyExpired(new Date('2030-01-02T00:00:00Z'))).toEqual([bucket]);
      await narrow.close();
    }));
});
