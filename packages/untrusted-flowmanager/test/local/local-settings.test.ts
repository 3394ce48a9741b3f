import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileRegistry, parseDevice } from '@gpii/matchmaker';
import { settingsAnswerSchema } from '@gpii/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileNameOfToken } from '../../src/local/file-name-of-token.ts';
import { createLocalSettings, type LocalSettings } from '../../src/local/local-settings.ts';
import { readMedium } from '../../src/local/medium.ts';
import type { LocalProblem } from '../../src/local/read-preference-file.ts';
import { checkStoredPreferences } from '../../src/local/stored-preferences.ts';
import { makeFolder } from '../support/run-command.ts';

const FONT_SIZE = 'http://registry.gpii.net/common/fontSize';
const editor = {
  name: 'Editor',
  settingsHandlers: {
    file: {
      type: 'gpii.settingsHandlers.noSettings',
      capabilitiesTransformations: { size: 'http://registry\\.gpii\\.net/common/fontSize' },
    },
  },
};
const text = JSON.stringify({ OS: { id: 'linux' }, solutions: [{ id: 'org.example.editor' }] });
const registry = compileRegistry({ linux: { 'org.example.editor': editor } });

let folder: ReturnType<typeof makeFolder>;
let stored: string;
let problems: LocalProblem[];
let local: LocalSettings;

beforeEach(() => {
  folder = makeFolder();
  stored = join(folder.path, 'stored');
  mkdirSync(stored);
  problems = [];
  const device = { text, report: parseDevice(text), registry, found: undefined };
  local = createLocalSettings({
    directory: stored,
    device: () => device,
    tellProblem: (problem) => {
      problems.push(problem);
    },
  });
});
afterEach(() => {
  folder.remove();
});

const views = (fontSize: number) => ({
  flat: { contexts: { 'gpii-default': { preferences: { [FONT_SIZE]: fontSize } } } },
});
const store = (name: string, fontSize: number): void => {
  writeFileSync(join(stored, name), `// of a person\n${JSON.stringify(views(fontSize))}`);
};

/** The font size that the editor gets; undefined where there are no local preferences. */
async function fontSizeOf(...asked: Parameters<LocalSettings['find']>): Promise<unknown> {
  const answer = await local.find(...asked);
  const { applications } = answer?.matchMakerOutput.inferredConfiguration['gpii-default'] ?? {};
  return applications?.['org.example.editor']?.settings[FONT_SIZE];
}

describe('local settings', () => {
  it("have the form of the cloud's answer", async () => {
    store('alice.json5', 18);
    const answer = settingsAnswerSchema.parse(await local.find('alice'));
    expect(Object.keys(answer)).toEqual(['gpiiKey', 'preferences', 'solutionsRegistryEntries', 'matchMakerOutput']);
    expect(answer).toMatchObject({
      gpiiKey: 'alice',
      preferences: { contexts: { 'gpii-default': { preferences: { [FONT_SIZE]: 18 } } } },
      solutionsRegistryEntries: { 'org.example.editor': editor },
      matchMakerOutput: {
        inferredConfiguration: {
          'gpii-default': { applications: { 'org.example.editor': { active: true, settings: { [FONT_SIZE]: 18 } } } },
        },
      },
    });
  });

  it('are none for a person of whom nothing is stored, by the very letters', async () => {
    store('alice.json5', 18);
    expect([await local.find('Alice'), await local.find('alic'), problems]).toEqual([undefined, undefined, []]);
  });

  it.each([
    ['alice', 'alice.json5'],
    ['日本 50%', '日本 50%25.json5'],
    ['a/b', 'a%2Fb.json5'],
    ['a%2Fb', 'a%252Fb.json5'],
    ['..', '...json5'],
    ['a\\b:c', 'a%5Cb%3Ac.json5'],
  ])('of %s are in the file %s', async (gpiiToken, name) => {
    store(name, 20);
    expect(fileNameOfToken(gpiiToken)).toBe(name);
    expect(await fontSizeOf(gpiiToken)).toBe(20);
  });

  it.each(['../outside', '../outside.json5', '..\\outside', './../outside', 'sub/inside'])(
    'lead to no other folder by a GPII token such as %s',
    async (gpiiToken) => {
      writeFileSync(join(folder.path, 'outside.json5'), JSON.stringify(views(30)));
      mkdirSync(join(stored, 'sub'));
      writeFileSync(join(stored, 'sub', 'inside.json5'), JSON.stringify(views(30)));
      expect([await local.find(gpiiToken), problems]).toEqual([undefined, []]);
    },
  );

  it('that came with the token go before those that are stored', async () => {
    store('alice.json5', 18);
    expect(await fontSizeOf('alice', { preferences: views(24) })).toBe(24);
  });

  it('that came with the token and are wrong are told, and those that are stored are used', async () => {
    store('alice.json5', 18);
    const problem = { file: 'stick', line: 3, field: '', message: 'not JSON5' };
    expect([await fontSizeOf('alice', { problem }), problems]).toEqual([18, [problem]]);
  });

  it.each([
    ['are no JSON5', '{\n flat: ] }', { line: 2 }],
    ['have another form', "{\n flat: 'large' }", { line: 2, field: 'flat' }],
    [
      'are nested without end',
      `{ flat: { contexts: { x: { preferences: { a: ${'['.repeat(200)}${']'.repeat(200)} } } } } }`,
      {},
    ],
  ])('that %s are refused with file and line, and the GPII token is told nowhere', async (_what, content, place) => {
    writeFileSync(join(stored, 'alice-of-the-library.json5'), content);
    const reason = 'local_preferences_malformed';
    await expect(local.find('alice-of-the-library')).rejects.toMatchObject({ status: 500, reason });
    expect(problems).toMatchObject([place]);
    expect(JSON.stringify(problems)).not.toContain('alice-of');
  });

  it('leave nothing behind', async () => {
    store('alice.json5', 18);
    await local.find('alice');
    expect(readdirSync(stored)).toEqual(['alice.json5']);
  });

  it('are counted', async () => {
    store('alice.json5', 18);
    writeFileSync(join(stored, 'README.md'), '');
    expect(await local.count()).toBe(1);
  });

  it('need their folder from the start', async () => {
    await expect(checkStoredPreferences(join(folder.path, 'none'))).rejects.toMatchObject({ exitCode: 78 });
    await expect(checkStoredPreferences(undefined)).resolves.toBeUndefined();
  });
});

describe('a token medium', () => {
  const put = (name: string, content: string): void => {
    writeFileSync(join(folder.path, name), content);
  };

  it('says whose it is', async () => {
    put('.gpii-user-token.txt', '\uFEFFalice\r\n');
    expect(await readMedium(folder.path)).toEqual({ gpiiToken: 'alice', carried: undefined });
  });

  it('carries preferences', async () => {
    put('.gpii-user-token.txt', 'alice');
    put('.gpii-preferences.json5', `${JSON.stringify(views(22))} // mine`);
    expect(await readMedium(folder.path)).toEqual({ gpiiToken: 'alice', carried: { preferences: views(22) } });
  });

  it('whose preferences are wrong says so, and still whose it is', async () => {
    put('.gpii-user-token.txt', 'alice');
    put('.gpii-preferences.json5', '{\n\n ]');
    const file = join(folder.path, '.gpii-preferences.json5');
    expect(await readMedium(folder.path)).toMatchObject({
      gpiiToken: 'alice',
      carried: { problem: { file, line: 3 } },
    });
  });

  it.each([
    ['is empty', '', 'holds no GPII token'],
    ['is too long', 'a'.repeat(300), 'holds no GPII token'],
    ['is no text file of that kind', 'a'.repeat(5000), "can't be read"],
  ])('whose token %s is refused without its text', async (_what, content, words) => {
    put('.gpii-user-token.txt', content);
    const error = await readMedium(folder.path).catch((caught: unknown) => caught as Error);
    expect((error as Error).message).toContain(words);
    expect((error as Error).message).not.toContain('aaa');
  });

  it('does not lead elsewhere by a link', async () => {
    put('.gpii-user-token.txt', 'alice');
    put('elsewhere.json5', JSON.stringify(views(30)));
    symlinkSync(join(folder.path, 'elsewhere.json5'), join(folder.path, '.gpii-preferences.json5'));
    expect(await readMedium(folder.path)).toMatchObject({ carried: { problem: { message: "can't be read: ELOOP" } } });
  });
});
