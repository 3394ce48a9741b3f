import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openJournal } from '../src/index.ts';
import { makeTemporaryFolder, readText } from './support/temporary-folder.ts';

it('takes no other file for a journal, and leaves it as it is', async () => {
  const folder = await makeTemporaryFolder();
  const file = join(folder.path, 'notes.txt');
  await writeFile(file, 'my notes\nwithout a line end');
  await expect(openJournal(folder.path, 'notes.txt')).rejects.toThrow('is no journal');
  expect(await readText(file)).toBe('my notes\nwithout a line end');
  await folder.remove();
});
