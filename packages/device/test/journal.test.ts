import { chmod, chown, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtInHandlers, openJournal, undoAll } from '../src/index.ts';
import { makeTemporaryFolder, readText } from './support/temporary-folder.ts';

it('takes no other file for a journal, and leaves it as it is', async () => {
  const folder = await makeTemporaryFolder();
  const file = join(folder.path, 'notes.txt');
  await writeFile(file, 'my notes\nwithout a line end');
  await expect(openJournal(folder.path, 'notes.txt')).rejects.toThrow('is no journal');
  expect(await readText(file)).toBe('my notes\nwithout a line end');
  await folder.remove();
});

it('that could not be written is not there, and can be written later', async () => {
  const folder = await makeTemporaryFolder();
  const journal = await openJournal(folder.path);
  // No JSON, so that writing fails: a full disk does the same, when the file is made already.
  await expect(journal.add({ settings: 'a.handler', before: 1n as never })).rejects.toThrow('BigInt');
  expect(await readdir(folder.path)).toEqual([]);
  await journal.add({ settings: 'a.handler', before: 1 });
  await expect(journal.add({ settings: 'a.handler', before: 2n as never })).rejects.toThrow('BigInt');
  expect((await openJournal(folder.path)).steps()).toEqual([{ settings: 'a.handler', before: 1 }]);
  await folder.remove();
});

it('that somebody removed keeps nothing from being put back, and is there again for the next person', async () => {
  const folder = await makeTemporaryFolder();
  const stateFolder = join(folder.path, 'state');
  const filename = join(folder.path, 'settings');
  const handlers = builtInHandlers({});
  const type = 'gpii.settingsHandlers.keyValueHandler';
  const journal = await openJournal(stateFolder);
  const change = async () => {
    const prepared = await handlers.settings.get(type)?.prepare({ options: { filename }, settings: { size: 24 } });
    await journal.add({ settings: type, before: prepared?.before ?? null });
    await prepared?.set();
  };
  await change();
  await rm(stateFolder, { recursive: true });
  await undoAll({ handlers, journal });
  expect(await readText(filename)).toBe('');
  await change();
  expect(await readText(join(stateFolder, 'journal.jsonl'))).toContain(filename);
  await undoAll({ handlers, journal });
  expect(await readText(filename)).toBe('');
  await folder.remove();
});

describe('a journal that says which programs are run', () => {
  const LINES = `${JSON.stringify({ by: '1 1 of-another-boot', createdAt: '' })}\n${JSON.stringify({ actions: [{ type: 'gpii.launch.exec', command: 'a program of theirs' }] })}\n`;

  async function makeJournal(): Promise<{ path: string; file: string; remove: () => Promise<void> }> {
    const folder = await makeTemporaryFolder();
    const file = join(folder.path, 'journal.jsonl');
    await writeFile(file, LINES, { mode: 0o600 });
    return { ...folder, file };
  }

  it('is taken when it is of this account alone', async () => {
    const { path, remove } = await makeJournal();
    expect((await openJournal(path)).steps()).toHaveLength(1);
    await remove();
  });

  it.runIf(process.getuid?.() === 0)('is refused when it belongs to another account', async () => {
    const { path, file, remove } = await makeJournal();
    await chown(file, 65534, 65534);
    await expect(openJournal(path)).rejects.toThrow('belongs to another account');
    await remove();
  });

  it('is refused when others can write to it, and where a link leads to it', async () => {
    const { path, file, remove } = await makeJournal();
    await symlink(file, join(path, 'link.jsonl'));
    await expect(openJournal(path, 'link.jsonl')).rejects.toThrow("can't be read: ELOOP");
    await chmod(file, 0o622);
    await expect(openJournal(path)).rejects.toThrow('can be changed by other accounts');
    expect(await readText(file)).toBe(LINES);
    await remove();
  });
});
