import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { OWN_SOLUTIONS } from '../src/own-files.ts';
import { parsePreferenceSet } from '../src/parse-preference-set.ts';
import { readRegistryOf } from '../src/read-registries.ts';

describe('the registry of one operating system', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gpii-files-'));
  writeFileSync(join(folder, 'linux.json5'), "{ 'a.b': { name: 'A' } }");
  writeFileSync(join(folder, 'win32.json5'), '{ broken');
  writeFileSync(join(folder, 'darwin.json5'), "{\n 'a.b': {\n name: 'A',\n version: 3 } }");
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('is read without those of others', async () => {
    const registry = await readRegistryOf('linux', folder);
    expect(registry?.entries).toEqual({ 'a.b': { name: 'A' } });
    expect(registry?.compiled.solutionsOf('linux').map(({ id }) => id)).toEqual(['a.b']);
  });

  it('is none where the folder has none', async () => {
    expect(await readRegistryOf('haiku', folder)).toBeUndefined();
  });

  it.each([
    ['win32', 'win32.json5:1 is not JSON5'],
    ['darwin', 'darwin.json5:4 is wrong'],
  ])('of %s is refused with file and line', async (osId, words) => {
    await expect(readRegistryOf(osId, folder)).rejects.toMatchObject({
      exitCode: 78,
      message: expect.stringContaining(words) as string,
    });
  });

  it.each(['linux', 'win32', 'web'])('of %s is here, and each entry says how it is found', async (osId) => {
    const registry = await readRegistryOf(osId, OWN_SOLUTIONS);
    const silent = Object.entries(registry?.entries ?? {}).filter(
      ([, entry]) => !Array.isArray((entry as { isInstalled?: unknown }).isInstalled),
    );
    expect([registry === undefined, silent]).toEqual([false, []]);
  });
});

describe('the file of a preference set', () => {
  it('is JSON5, keyed by view', () => {
    const preferences = { flat: { contexts: { 'gpii-default': { preferences: { a: 1 } } } } };
    expect(parsePreferenceSet(`// mine\n${JSON.stringify(preferences)}`)).toEqual({ preferences });
  });

  it.each([
    ['no JSON5', '{\n flat: {\n ] }', 3, ''],
    ['a view that is a text', "{\n flat: 'x' }", 2, 'flat'],
    ['a list', '[]', 1, ''],
  ])('that is %s is told with its line', (_what, text, line, field) => {
    expect(parsePreferenceSet(text)).toMatchObject({ problems: [{ line, field }] });
  });
});
