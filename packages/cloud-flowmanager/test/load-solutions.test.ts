import { join } from 'node:path';
import { OWN_COMMON_TERMS, OWN_SOLUTIONS } from '@gpii/gpii-files';
import { describe, expect, it } from 'vitest';
import { loadSolutions, type Solutions } from '../src/solutions/load-solutions.ts';
import { withFiles } from './support/temp-folder.ts';

const load = (directory: string, commonTermsFile = OWN_COMMON_TERMS): Promise<Solutions> =>
  loadSolutions({ directory, commonTermsFile }).then(({ solutions }) => solutions);

async function refusalOf(
  files: Record<string, string>,
): Promise<{ message: string; exitCode: number; folder: string }> {
  let refusal = { message: '', exitCode: 0, folder: '' };
  await withFiles(files, async (folder) => {
    try {
      await load(folder);
    } catch (error) {
      refusal = { ...(error as { exitCode: number }), message: (error as Error).message, folder };
    }
  });
  return refusal;
}

describe('a folder of solutions registries', () => {
  it('is read by operating system', async () => {
    await withFiles({ 'linux.json5': "{ 'a.b': { name: 'A' } }", 'README.md': 'nothing' }, async (folder) => {
      const { registry } = await load(folder);
      expect(registry.solutionsOf('linux').map(({ id }) => id)).toEqual(['a.b']);
    });
  });

  it.each([
    ['is not JSON5', "{\n 'a.b': {\n oops: ] } }", ':3 is not JSON5: '],
    ['is a list', '[]', ':1 is wrong: '],
    ['has a solution that is a text', "{\n\n 'a.b': 'x' }", ':3 is wrong: '],
    ['has a version that is none', "{\n 'a.b': {\n name: 'A',\n version: 3 } }", ':4 is wrong: '],
  ])('whose file %s is refused with file and line', async (_what, text, words) => {
    const { message, exitCode, folder } = await refusalOf({ 'linux.json5': text });
    expect([message.startsWith(`The solutions registry ${join(folder, 'linux.json5')}${words}`), exitCode]).toEqual([
      true,
      78,
    ]);
  });

  it('that has none is refused', async () => {
    const { message, exitCode } = await refusalOf({ 'README.md': '' });
    expect([message, exitCode]).toEqual([expect.stringContaining('has no solutions registry'), 78]);
  });

  it('whose file is a folder is refused', async () => {
    const { message, exitCode } = await refusalOf({ 'linux.json5/x': '' });
    expect([message, exitCode]).toEqual([expect.stringContaining("can't be read"), 78]);
  });

  it('that is not there is refused', async () => {
    await withFiles({}, async (folder) => {
      await expect(load(join(folder, 'none'))).rejects.toMatchObject({ exitCode: 78 });
    });
  });

  it('of the project can be used', async () => {
    const { registry } = await load(OWN_SOLUTIONS);
    expect(['linux', 'win32'].map((osId) => registry.solutionsOf(osId).length > 0)).toEqual([true, true]);
  });
});
