import { chmod, link, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSafeFile, replaceSafeFile } from '../../src/files/safe-file.ts';
import { HandlerError } from '../../src/index.ts';
import { makeTemporaryFolder, readText, type TemporaryFolder } from '../support/temporary-folder.ts';

let folder: TemporaryFolder;
let file: string;
let elsewhere: string;

beforeEach(async () => {
  folder = await makeTemporaryFolder();
  file = join(folder.path, 'settings.ini');
  elsewhere = join(folder.path, 'elsewhere');
  await writeFile(elsewhere, 'secret of another');
});

afterEach(() => folder.remove());

describe('a file of settings', () => {
  it('keeps its mode, and leaves no draft behind', async () => {
    await writeFile(file, 'a=1\n');
    await chmod(file, 0o640);
    await replaceSafeFile(file, { expected: 'a=1\n', text: 'a=2\n', draft: '.draft', isLasting: true });
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    expect(await readText(file)).toBe('a=2\n');
    expect((await readdir(folder.path)).sort()).toEqual(['elsewhere', 'settings.ini']);
  });

  it('that another program changed meanwhile stays as it is', async () => {
    await writeFile(file, 'a=3\n');
    await expect(
      replaceSafeFile(file, { expected: 'a=1\n', text: 'a=2\n', draft: '.draft', isLasting: true }),
    ).rejects.toThrow(HandlerError);
    expect(await readText(file)).toBe('a=3\n');
    expect((await readdir(folder.path)).sort()).toEqual(['elsewhere', 'settings.ini']);
  });

  it('is neither read nor written through a link', async () => {
    await symlink(elsewhere, file);
    await expect(readSafeFile(file)).rejects.toThrow(HandlerError);
    await expect(
      replaceSafeFile(file, { expected: undefined, text: 'a=2\n', draft: '.draft', isLasting: true }),
    ).rejects.toThrow(HandlerError);
    await expect(
      replaceSafeFile(file, { expected: 'secret of another', text: 'a=2\n', draft: '.draft', isLasting: true }),
    ).rejects.toThrow(HandlerError);
    expect(await readText(elsewhere)).toBe('secret of another');
  });

  it('with a second name elsewhere is refused', async () => {
    await link(elsewhere, file);
    await expect(readSafeFile(file)).rejects.toThrow(HandlerError);
  });

  it('in a folder where anybody may write is refused', async () => {
    const open = join(folder.path, 'open');
    await mkdir(open);
    await chmod(open, 0o777);
    await writeFile(join(open, 'settings.ini'), 'a=1\n');
    await expect(readSafeFile(join(open, 'settings.ini'))).rejects.toThrow(HandlerError);
  });

  it.each([
    ['a folder', async () => mkdir(file)],
    ['no UTF-8', async () => writeFile(file, Buffer.from([0xff, 0xfe, 0x00]))],
  ])('that is %s is refused', async (_what, make) => {
    await make();
    await expect(readSafeFile(file)).rejects.toThrow(HandlerError);
  });

  it.each(['settings.ini', '../settings.ini', '/a\0b'])('must have a whole name, not %j', async (name) => {
    await expect(readSafeFile(name)).rejects.toThrow(HandlerError);
  });
});
