import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forgetCredential, saveCredential } from '../src/credential/save-credential.ts';

const credential = { installed: { client_id: 'id', client_secret: 'secret', name: 'LIB-PC-07' } };
const ATTACKS = Array.from({ length: 10 }, (_none, attack) => attack);
let base: string;
let folder: string;
let path: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'gpii-manager-'));
  folder = join(base, 'requester');
  await mkdir(folder, { mode: 0o700 });
  path = join(folder, 'credential.json');
});

afterEach(() => rm(base, { recursive: true, force: true }));

describe('saving the credential', () => {
  it('puts it in place in one step, for its owner alone, and leaves nothing beside it', async () => {
    await saveCredential(path, credential);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(credential);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['credential.json']);
    expect([await forgetCredential(path), await forgetCredential(path)]).toEqual([true, false]);
  });

  it('follows no link in place of the file: 10 of 10 attacks change nothing', async () => {
    const victim = join(base, 'victim');
    await writeFile(victim, 'untouched');
    for (const attack of ATTACKS) {
      await rm(path, { force: true });
      await symlink(attack % 2 === 0 ? victim : join(base, 'not-there'), path);
      await saveCredential(path, credential);
      expect((await lstat(path)).isSymbolicLink()).toBe(false);
      expect(await readFile(victim, 'utf8')).toBe('untouched');
    }
    expect((await readdir(base)).sort()).toEqual(['requester', 'victim']);
  });

  it('goes into no folder that is a link, or that others can change: 10 of 10 attacks get nothing', async () => {
    const elsewhere = join(base, 'elsewhere');
    await mkdir(elsewhere);
    await symlink(elsewhere, join(base, 'linked'));
    for (const attack of ATTACKS) {
      await chmod(elsewhere, attack % 2 === 0 ? 0o777 : 0o770);
      const place = join(attack % 2 === 0 ? join(base, 'linked') : elsewhere, 'credential.json');
      await expect(saveCredential(place, credential)).rejects.toThrow('Nothing was saved');
      expect(await readdir(elsewhere)).toEqual([]);
    }
  });

  it('says what to do where there is no folder', async () => {
    await expect(saveCredential(join(base, 'none', 'credential.json'), credential)).rejects.toThrow('install-services');
  });
});
