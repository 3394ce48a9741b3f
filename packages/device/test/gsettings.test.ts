import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '@gpii/matchmaker';
import { applyInstructions, builtInHandlers, openJournal, undoAll } from '../src/index.ts';
import type { ComputerParts, SolutionInstructions } from '../src/index.ts';
import { dropEmptyGroup, isKeyfile, readEntry, writeEntry } from '../src/gsettings/keyfile-text.ts';
import { parseVariant, printVariant } from '../src/gsettings/variant-text.ts';
import { makeTemporaryFolder, readText, type TemporaryFolder } from './support/temporary-folder.ts';

const GSETTINGS = '/usr/bin/gsettings';
const APPLICATIONS = 'org.gnome.desktop.a11y.applications';
const INTERFACE = 'org.gnome.desktop.interface';

let folder: TemporaryFolder;
let file: string;

beforeEach(async () => {
  folder = await makeTemporaryFolder();
  file = join(folder.path, 'glib-2.0/settings/keyfile');
});

afterEach(() => folder.remove());

async function makeParts(environment: Record<string, string>): Promise<ComputerParts> {
  const all = { PATH: process.env.PATH, XDG_CONFIG_HOME: folder.path, ...environment };
  const journal = await openJournal(join(folder.path, 'state'));
  return { handlers: builtInHandlers(all), environment: all, journal };
}

async function makeKeyfile(text: string): Promise<void> {
  await mkdir(join(folder.path, 'glib-2.0/settings'), { recursive: true });
  await writeFile(file, text);
}

/** Here gsettings falls back on the keyfile, and nobody says so. */
const unnamedBackEnd = () => ({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/dev/null', GIO_MODULE_DIR: folder.path });

/** Settings of two schemas, and a screen reader that a key starts. */
function solutions(settings: JsonObject): ReadonlyMap<string, SolutionInstructions> {
  const handler = (schema: string, own: JsonObject) => ({
    it: { type: 'gpii.gsettings', options: { schema }, settings: own, liveness: 'live' },
  });
  const launcher = {
    type: 'gpii.gsettings.launch',
    options: { schema: APPLICATIONS, key: 'screen-reader-enabled' },
    settings: { running: true },
  };
  return new Map<string, SolutionInstructions>([
    ['a', { active: true, settingsHandlers: handler(INTERFACE, settings), launchHandlers: {} }],
    ['b', { active: true, settingsHandlers: {}, launchHandlers: { it: launcher } }],
  ]);
}

/** As long as a machine that stalls may need. */
const WAIT = { timeout: 20_000, interval: 50 };

const WANTED = { 'cursor-size': 48, 'gtk-theme': 'It\'s "high"', 'text-scaling-factor': 1 };

describe.skipIf(!existsSync(GSETTINGS))('the keyfile of gsettings', () => {
  it.each([
    ['that is not there', undefined],
    ['that is empty', ''],
    ['that gsettings wrote', `[org/gnome/desktop/interface]\ncursor-size=32\ngtk-theme='A'\n\n[other]\nx=1\n`],
    ['with a default that the account set', `# mine\n[org/gnome/desktop/interface]\n text-scaling-factor = 1.0 \n`],
    ['with a screen reader that is off', `[org/gnome/desktop/a11y/applications]\nscreen-reader-enabled=false\n`],
    ['with an empty group, and no end of line', `[org/gnome/desktop/interface]\n\n[other]\nx=1`],
  ])('%s is the same byte for byte after undo', async (_what, text) => {
    if (text !== undefined) await makeKeyfile(text);
    const parts = await makeParts({ GSETTINGS_BACKEND: 'keyfile' });
    const { changes, skipped } = await applyInstructions(parts, solutions(WANTED));
    expect(skipped).toEqual([]);
    expect(changes).toContainEqual({ solution: 'b', setting: 'screen-reader-enabled', old: false, value: true });
    const interfaceNow = parts.handlers.settings.get('gpii.gsettings');
    expect(await interfaceNow?.get({ options: { schema: INTERFACE }, settings: WANTED })).toEqual(WANTED);
    expect(await readText(file)).toContain('screen-reader-enabled=true');
    await undoAll(parts);
    expect(existsSync(file) ? await readFile(file, 'utf8') : undefined).toBe(text);
    expect(await readdir(folder.path, { recursive: true })).toEqual(
      text === undefined ? expect.not.arrayContaining(['glib-2.0/settings/keyfile']) : expect.anything(),
    );
  });

  it.each([
    ['org.gnome.desktop.input-sources', { 'xkb-options': [], sources: '[]', 'per-window': true }],
    ['org.gnome.desktop.input-sources', { 'xkb-options': ["it's", '"', ', \\ é😀\n'] }],
    [INTERFACE, { 'gtk-theme': ' \\n\n\t"é😀\' ', 'color-scheme': 'prefer-dark', 'text-scaling-factor': 1.25 }],
    ['org.gnome.desktop.app-folders.folder:/org/example/folders/a/', { apps: ['a.desktop'], translate: true }],
  ])('gives gsettings what was put on of %s: %j', async (schema, settings) => {
    const parts = await makeParts({ GSETTINGS_BACKEND: 'keyfile' });
    const handler = parts.handlers.settings.get('gpii.gsettings');
    const change = await handler?.prepare({ options: { schema }, settings });
    await change?.set();
    const taken = Object.entries(settings).filter(([setting]) => setting !== 'sources');
    expect(change?.refused?.().map(({ setting }) => setting)).toEqual('sources' in settings ? ['sources'] : []);
    expect(await handler?.get({ options: { schema }, settings: Object.fromEntries(taken) })).toEqual(
      Object.fromEntries(taken),
    );
  });

  it('keeps what another program writes to it meanwhile', async () => {
    const parts = await makeParts({ GSETTINGS_BACKEND: 'keyfile' });
    await applyInstructions(parts, solutions(WANTED));
    await writeFile(file, writeEntry(await readText(file), { group: 'other', key: 'x' }, '1'));
    await undoAll(parts);
    expect((await readText(file)).trim()).toBe('[other]\nx=1');
  });

  it('that gsettings can not read is left as it is, and said', async () => {
    const text = '[org/gnome/desktop/interface]\ncursor-size=32\nbroken\n';
    await makeKeyfile(text);
    const parts = await makeParts({ GSETTINGS_BACKEND: 'keyfile' });
    const { skipped } = await applyInstructions(parts, new Map([...solutions(WANTED)].slice(0, 1)));
    expect(skipped.map(({ setting }) => setting).toSorted()).toEqual(Object.keys(WANTED).toSorted());
    expect(await readText(file)).toBe(text);
    await undoAll(parts);
    expect(await readText(file)).toBe(text);
  });

  it('that was removed meanwhile stays away, also where its folders were', async () => {
    await makeKeyfile(`[org/gnome/desktop/interface]\ncursor-size=32\n`);
    const parts = await makeParts({ GSETTINGS_BACKEND: 'keyfile' });
    await applyInstructions(parts, solutions(WANTED));
    await rm(join(folder.path, 'glib-2.0'), { recursive: true });
    await undoAll(parts);
    expect(existsSync(file)).toBe(false);
  });

  it('tells programs that run of each change, and of its undo where there was no file', async () => {
    await mkdir(join(folder.path, 'glib-2.0/settings'), { recursive: true });
    const parts = await makeParts({ GSETTINGS_BACKEND: 'keyfile' });
    const monitor = spawn(GSETTINGS, ['monitor', INTERFACE], { env: parts.environment });
    let heard = '';
    monitor.stdout.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    const waitFor = (line: string) =>
      vi.waitFor(() => {
        expect(heard).toContain(`${line}\n`);
      }, WAIT);
    try {
      // It does not say when it has begun.
      let tries = 0;
      await vi.waitFor(async () => {
        tries += 1;
        await writeFile(`${file}.new`, `[org/gnome/desktop/interface]\ncursor-size=${30 + (tries % 2)}\n`);
        await rename(`${file}.new`, file);
        expect(heard).not.toBe('');
      }, WAIT);
      await rm(file);
      await applyInstructions(parts, solutions({ 'cursor-size': 48 }));
      await waitFor('cursor-size: 48');
      await undoAll(parts);
      await waitFor('cursor-size: 24');
      expect(existsSync(file)).toBe(false);
    } finally {
      monitor.kill();
    }
  });

  it('is written by the program where nobody says that it is in use, and not to be set it is reset', async () => {
    const parts = await makeParts({ GSETTINGS_BACKEND: 'keyfile' });
    const unnamed = await makeParts(unnamedBackEnd());
    await applyInstructions(unnamed, solutions(WANTED));
    const named = parts.handlers.settings.get('gpii.gsettings');
    expect(await named?.get({ options: { schema: INTERFACE }, settings: WANTED })).toEqual(WANTED);
    await undoAll(unnamed);
    expect(await readText(file)).not.toMatch(/=/);
  });
});

describe.skipIf(!existsSync(GSETTINGS))('the program gsettings', () => {
  it('gives back what is not of ASCII, whatever the locale is', async () => {
    await makeKeyfile(`[org/gnome/desktop/interface]\ngtk-theme='é😀'\n`);
    const parts = await makeParts({ ...unnamedBackEnd(), LC_ALL: 'C' });
    const { changes } = await applyInstructions(parts, solutions(WANTED));
    expect(changes).toContainEqual(expect.objectContaining({ setting: 'gtk-theme', old: 'é😀' }));
    await undoAll(parts);
    expect(await readText(file)).toContain(`gtk-theme='é😀'`);
  });
});

describe('a value of GVariant', () => {
  it.each(["it's", '"', '\\n \\', 'a\n\t\u0007\u001f\u007f\u2028é😀', ['a', "it's", '"', ', '], [], 1.5, true])(
    '%j is what it was printed as',
    (value) => {
      expect(parseVariant(printVariant(value))).toEqual(value);
    },
  );

  it.each([
    ["'it\\'s\\u007f\\U0001f600'", "it's\u007f😀"],
    [`["it's", 'b']`, ["it's", 'b']],
    ['@as []', []],
    ['uint32 5', 5],
    ['0.10000000000000001', 0.1],
    ["[('xkb', 'de')]", "[('xkb', 'de')]"],
    ["'\\U99999999'", 'U99999999'],
  ])('%s is read', (text, value) => {
    expect(parseVariant(text)).toEqual(value);
  });
});

describe('the text of a keyfile', () => {
  it.each([
    ['', true],
    ['# a\n\n [a]\r\n x = 2 \r\ny[de]=\n[a]\n', true],
    ['\uFEFF[a]\n', false],
    ['x=1\n[a]\n', false],
    ['[a]\nbroken\n', false],
    ['[a] # x\nx=1\n', false],
  ])('%j can be read or not as GLib does', (text, isReadable) => {
    expect(isKeyfile(text)).toBe(isReadable);
  });

  const TEXT = '[a]\nx=1\n\n[b]\n x = 2 \n# end\n\n[a]\nx=3\n';

  it('has the last of two values, which is the one that is changed', () => {
    expect(readEntry(TEXT, { group: 'a', key: 'x' })).toBe('3');
    expect(writeEntry(TEXT, { group: 'a', key: 'x' }, '4')).toBe(TEXT.replace('x=3', 'x=4'));
    expect(readEntry(TEXT, { group: 'b', key: 'x' })).toBe('2');
    expect(readEntry(TEXT, { group: 'b', key: 'y' })).toBeUndefined();
  });

  it('keeps a group that has a comment or an entry', () => {
    expect(dropEmptyGroup(writeEntry(TEXT, { group: 'b', key: 'x' }, undefined), 'b')).toContain('[b]\n# end');
    expect(dropEmptyGroup(TEXT, 'a')).toBe(TEXT);
    expect(dropEmptyGroup('[a]\nx=1\n\n[b]\n', 'b')).toBe('[a]\nx=1\n');
  });
});
