import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importRecords } from '../src/import-records.ts';
import { keysFileIn, openOperatorKeys, OperatorKeysTooOpenError } from '../src/operator-keys.ts';
import { alice } from './support/records.ts';
import { withDataIn, withFolder } from './support/with-credentials.ts';

const always = (): Promise<boolean> => Promise.resolve(true);

describe('the keys file', () => {
  it('is made at the first start, for its owner alone', async () => {
    await withFolder(async (folder) => {
      await openOperatorKeys(keysFileIn(folder), always);
      expect([await readdir(folder), (await stat(join(folder, 'keys.json'))).mode & 0o777]).toEqual([
        ['keys.json'],
        0o600,
      ]);
    });
  });

  it('is made although a start before was killed in the middle', async () => {
    await withFolder(async (folder) => {
      await writeFile(join(folder, 'keys.json.new'), '{"gpiiTok');
      await openOperatorKeys(keysFileIn(folder), always);
      expect(await readdir(folder)).toEqual(['keys.json']);
    });
  });

  it('gives a GPII token the same hash at each start', async () => {
    await withFolder(async (folder) => {
      const first = await openOperatorKeys(keysFileIn(folder), always);
      const second = await openOperatorKeys(keysFileIn(folder), always);
      expect(second.hashGpiiToken('alice')).toBe(first.hashGpiiToken('alice'));
    });
  });

  it('gives a GPII token another hash in another cloud', async () => {
    const hashes: string[] = [];
    for (let round = 0; round < 2; round += 1) {
      await withFolder(async (folder) => {
        hashes.push((await openOperatorKeys(keysFileIn(folder), always)).hashGpiiToken('alice'));
      });
    }
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it('hashes with HMAC-SHA-256: 64 hexadecimal digits, which differ by token', async () => {
    await withFolder(async (folder) => {
      const keys = await openOperatorKeys(keysFileIn(folder), always);
      expect(keys.hashGpiiToken('alice')).toMatch(/^[0-9a-f]{64}$/);
      expect(keys.hashGpiiToken('alicf')).not.toBe(keys.hashGpiiToken('alice'));
    });
  });

  it.skipIf(process.platform === 'win32')('is refused by name when others than its owner can open it', async () => {
    await withFolder(async (folder) => {
      await openOperatorKeys(keysFileIn(folder), always);
      const path = join(folder, 'keys.json');
      for (const mode of [0o640, 0o604, 0o644]) {
        await chmod(path, mode);
        const opening = openOperatorKeys(keysFileIn(folder), always);
        await expect(opening).rejects.toBeInstanceOf(OperatorKeysTooOpenError);
        await expect(opening).rejects.toThrow(path);
      }
      await chmod(path, 0o400);
      await openOperatorKeys(keysFileIn(folder), always);
    });
  });

  it.each([
    ['empty', ''],
    ['cut', '{"gpiiTokenKeys":["abc'],
    ['without keys', '{"gpiiTokenKeys":[]}'],
    ['with a key that is none', `{"gpiiTokenKeys":["${' '.repeat(43)}"]}`],
    ['with a short key', '{"gpiiTokenKeys":["abc"]}'],
  ])('is not used and not overwritten when it is %s', async (_what, text) => {
    await withFolder(async (folder) => {
      const file = join(folder, 'keys.json');
      await writeFile(file, text, { mode: 0o600 });
      await expect(openOperatorKeys(keysFileIn(folder), always)).rejects.toThrow(
        `The keys file ${file} can't be used.`,
      );
      expect(await readFile(file, 'utf8')).toBe(text);
    });
  });

  it('is not made anew when it is gone and GPII tokens are stored under it', async () => {
    await withFolder(async (folder) => {
      await withDataIn(folder, async (data) => {
        await importRecords(data, [alice]);
      });
      await rm(join(folder, 'keys.json'));
      await expect(withDataIn(folder, () => Promise.resolve())).rejects.toThrow('keys.json is gone');
      expect(await readdir(folder)).not.toContain('keys.json');
    });
  });
});
