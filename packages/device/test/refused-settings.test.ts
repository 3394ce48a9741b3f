import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '@gpii/matchmaker';
import { applyInstructions, builtInHandlers, openJournal, undoAll } from '../src/index.ts';
import type { Applied, ComputerParts, SolutionInstructions } from '../src/index.ts';
import { makeTemporaryFolder, readText, type TemporaryFolder } from './support/temporary-folder.ts';

const HANDLERS = 'gpii.settingsHandlers';
const SOLUTION = 'org.example';

let folder: TemporaryFolder;
let parts: ComputerParts;

beforeEach(async () => {
  folder = await makeTemporaryFolder();
  const environment = { PATH: process.env.PATH, XDG_CONFIG_HOME: folder.path, GSETTINGS_BACKEND: 'keyfile' };
  const journal = await openJournal(join(folder.path, 'state'));
  parts = { handlers: builtInHandlers(environment), environment, journal };
});

afterEach(() => folder.remove());

function apply(type: string, options: JsonObject, settings: JsonObject): Promise<Applied> {
  const settingsHandlers = { it: { type, options, settings, liveness: 'live' } };
  const solution: SolutionInstructions = { active: true, settingsHandlers, launchHandlers: {} };
  return applyInstructions(parts, new Map([[SOLUTION, solution]]));
}

describe('a value that a file of this format cannot hold leaves out only itself', () => {
  it.each([
    ['INISettingsHandler', 'a=1\n', { a: 2, b: 'two\nlines', '[c]': 3 }, 'a=2\n', ['b', '[c]']],
    ['JSONSettingsHandler', '{"a":1,"b":5}', { 'b.c': 1, a: 2 }, '{"a":2,"b":5}', ['b.c']],
    [
      'XMLHandler',
      '<r><a>1</a><b/><b/></r>',
      { 'r.a.$t': 2, 'r.a.x': '\0', 'r.b.$t': 1 },
      '<r><a>2</a><b/><b/></r>',
      ['r.a.x', 'r.b.$t'],
    ],
  ])('%s', async (...[name, old, settings, changed, refused]) => {
    const filename = join(folder.path, 'settings');
    await writeFile(filename, old);
    const { skipped, changes } = await apply(`${HANDLERS}.${name}`, { filename }, settings);
    expect(await readText(filename)).toBe(changed);
    expect(skipped.map(({ solution, setting }) => [solution, setting])).toEqual(refused.map((one) => [SOLUTION, one]));
    expect(changes.map(({ setting }) => setting)).toEqual(
      Object.keys(settings).filter((one) => !refused.includes(one)),
    );
    await undoAll(parts);
    expect(await readText(filename)).toBe(old);
  });

  it('and a file that is none of this format fails as a whole', async () => {
    const filename = join(folder.path, 'settings');
    await writeFile(filename, 'no JSON');
    await expect(apply(`${HANDLERS}.JSONSettingsHandler`, { filename }, { a: 1 })).rejects.toThrow('is not JSON');
  });
});

describe.skipIf(!existsSync('/usr/bin/gsettings'))('a value that gsettings does not take', () => {
  const schema = 'org.gnome.desktop.interface';

  it('leaves out only itself: out of range, of another type, of a key that there is not, no value at all', async () => {
    const bad = { 'text-scaling-factor': 99, 'color-scheme': 'of-a-test', 'enable-animations': 3, 'of-a-test': 1 };
    const settings = { ...bad, 'no key': 1, 'gtk-theme': { a: 1 }, 'icon-theme': '\uD800', 'cursor-size': 48 };
    const { skipped, changes } = await apply('gpii.gsettings', { schema }, settings);
    expect(changes).toEqual([{ solution: SOLUTION, setting: 'cursor-size', old: 24, value: 48 }]);
    expect(skipped.map(({ setting }) => setting).toSorted()).toEqual(
      [...Object.keys(bad), 'gtk-theme', 'icon-theme', 'no key'].toSorted(),
    );
    expect(JSON.stringify(skipped)).not.toContain('99');
    expect(await readText(join(folder.path, 'glib-2.0/settings/keyfile'))).toContain('cursor-size=48');
    await undoAll(parts);
    expect(await readText(join(folder.path, 'glib-2.0/settings/keyfile'))).not.toContain('cursor-size');
  });

  it('fails as a whole where there is no such schema', async () => {
    await expect(apply('gpii.gsettings', { schema: 'org.example.none' }, { a: 1 })).rejects.toThrow('gsettings');
  });
});
