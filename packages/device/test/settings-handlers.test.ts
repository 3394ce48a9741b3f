import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtInHandlers, createSolutionChannels } from '../src/index.ts';
import type { Environment, SettingsHandler } from '../src/index.ts';
import { testSettingsHandler, type HandlerSubject } from '../src/test-contract.ts';
import { makeTemporaryFolder, readText } from './support/temporary-folder.ts';

const runner = {
  it,
  assertEqual: (actual: unknown, expected: unknown) => {
    expect(actual).toEqual(expected);
  },
};

function handlerOf(type: string, environment: Environment): SettingsHandler {
  const handler = builtInHandlers(environment).settings.get(type);
  if (handler === undefined) throw new Error(`There is no handler ${type}.`);
  return handler;
}

const FILES = [
  {
    type: 'gpii.settingsHandlers.INISettingsHandler',
    name: 'INI',
    options: { allowSubSections: true },
    text: '; comment\r\nlanguage = en\r\n\r\n[speech] ; said aloud\r\nrate=50 ; slow\r\nname = "a; b"\r\n[[espeak]]\r\n  pitch=3\r\n\r\n# end',
    present: { language: 'en', 'speech.rate': 50, 'speech.name': 'a; b', 'speech.espeak.pitch': 3 },
    wanted: { language: 'fr', 'speech.rate': 75.5, 'speech.name': 'c', 'speech.espeak.pitch': 4 },
  },
  {
    type: 'gpii.settingsHandlers.JSONSettingsHandler',
    name: 'JSON',
    options: {},
    text: '{\n\t"10": 1.0, "2" : {"b":12345678901234567890},\n\t"list":[ 1,\n2 ],"on": false}',
    present: { '10': 1, list: [1, 2], on: false },
    wanted: { '10': 2.5, list: ['a'], on: true },
  },
  {
    type: 'gpii.settingsHandlers.keyValueHandler',
    name: 'key=value',
    options: {},
    text: '# comment\nFONT_SIZE=12\ntheme.name = light  # as it comes\n',
    present: { FONT_SIZE: 12, 'theme.name': 'light' },
    wanted: { FONT_SIZE: 24, 'theme.name': 'dark' },
  },
  {
    type: 'gpii.settingsHandlers.XMLHandler',
    name: 'XML',
    options: {
      'xml-tag': '<?xml version="1.0" encoding="utf-8"?>',
      rules: {
        app: 'app',
        'app.entry': { transform: { type: 'fluid.transforms.arrayToObject', inputPath: 'app.entry', key: 'name' } },
      },
    },
    text: '\uFEFF<?xml version="1.0" encoding="utf-8"?>\r\n<!-- mine -->\r\n<app v=\'1\'>\r\n  <bar wide = "true" ><size >12</size ><!-- in px --></bar>\r\n  <entry name="a">x &amp; y</entry>\r\n  <entry name="b"/>\r\n</app>\r\n',
    present: {
      'app.bar.wide': true,
      'app.bar.size.$t': 12,
      'app.entry.a.$t': 'x & y',
      'app.entry.b.$t': '',
      'app.v': 1,
    },
    wanted: {
      'app.bar.wide': false,
      'app.bar.size.$t': 24,
      'app.entry.a.$t': '<"é">',
      'app.entry.b.$t': 'z',
      'app.v': 2,
    },
  },
] as const;

for (const { type, name, options, text, present, wanted } of FILES) {
  const make = (content: string | undefined) => async (): Promise<HandlerSubject> => {
    const folder = await makeTemporaryFolder();
    const filename = join(folder.path, 'settings');
    if (content !== undefined) await writeFile(filename, content);
    const handler = handlerOf(type, {});
    const [had, wants] = content === text ? [{ ...present }, { ...wanted }] : [{}, { ...present }];
    return {
      handler,
      options: { ...options, filename },
      present: had as HandlerSubject['present'],
      wanted: wants as HandlerSubject['wanted'],
      readAll: async () => `${existsSync(filename)} ${await readText(filename)}`,
      close: folder.remove,
    };
  };
  describe(`settings in a file of the format ${name}`, () => {
    testSettingsHandler(make(text), runner);
  });
  describe(`settings in an empty file of the format ${name}`, () => {
    testSettingsHandler(make(''), runner);
  });
  describe(`settings in a file of the format ${name} that is not there`, () => {
    testSettingsHandler(make(undefined), runner);
  });
}

/** As Orca 43 writes it, shortened. */
const ORCA_FILE = `{
    "general": {
        "startingProfile": ["Spanish", "spanish"],
        "activeProfile": ["Default", "default"],
        "enableSpeech": true,
        "voices": {"default": {"rate": 50}, "uppercase": {"average-pitch": 7.0}}
    },
    "profiles": {
        "default": {"profile": ["Default", "default"], "pronunciations": {}, "keybindings": {}},
        "spanish": {"profile": ["Spanish", "spanish"], "enableBraille": false, "sayAllStyle": 1, "keybindings": {}}
    },
    "pronunciations": {},
    "keybindings": {}
}`;

async function makeOrca(text: string | undefined): Promise<HandlerSubject & { file: string }> {
  const folder = await makeTemporaryFolder();
  const file = join(folder.path, 'orca/user-settings.conf');
  if (text !== undefined) {
    await mkdir(join(folder.path, 'orca'));
    await writeFile(file, text);
  }
  return {
    file,
    handler: handlerOf('gpii.orca', { HOME: '/nowhere', XDG_DATA_HOME: folder.path }),
    options: { user: '${{gpiiKey}}' },
    present: text === undefined ? {} : { enableBraille: false, sayAllStyle: 1 },
    wanted: {
      enableBraille: true,
      sayAllStyle: 0,
      'voices.default.rate': 102.5,
      'voices.default.family': { locale: 'es' },
    },
    readAll: async () => `${existsSync(file)} ${await readText(file)}`,
    close: folder.remove,
  };
}

describe('settings of Orca', () => {
  testSettingsHandler(() => makeOrca(ORCA_FILE), runner);

  it('go into the profile that it starts with, whose voices begin as a copy of the general ones', async () => {
    const { handler, options, wanted, file, close } = await makeOrca(ORCA_FILE);
    await (await handler.prepare({ options, settings: wanted })).set();
    const old = JSON.parse(ORCA_FILE) as Record<'general' | 'profiles', Record<string, object>>;
    expect(JSON.parse(await readText(file))).toEqual({
      ...old,
      profiles: {
        ...old.profiles,
        spanish: {
          ...old.profiles.spanish,
          enableBraille: true,
          sayAllStyle: 0,
          voices: { default: { rate: 102.5, family: { locale: 'es' } }, uppercase: { 'average-pitch': 7 } },
        },
      },
    });
    await close();
  });
});

describe('settings of an Orca that was never started', () => {
  testSettingsHandler(() => makeOrca(undefined), runner);
});

describe('settings of solutions that connect', () => {
  testSettingsHandler(async () => {
    const channels = createSolutionChannels();
    const { handler } = channels;
    const options = { path: 'net.gpii.uioPlus' };
    const present = { fontSize: 1, contrastTheme: 'default' };
    await (await handler.prepare({ options, settings: { ...present, lineSpace: 2 } })).set();
    let seen: object = {};
    channels.connect('net.gpii.uioPlus', ({ payload }) => (seen = payload));
    return {
      handler,
      options,
      present,
      wanted: { fontSize: 2, contrastTheme: 'bw', selectionTheme: 'red' },
      readAll: () => Promise.resolve(JSON.stringify(seen)),
      close: () => Promise.resolve(),
    };
  }, runner);
});

it('says which file it is that does not have the format', async () => {
  const folder = await makeTemporaryFolder();
  const filename = join(folder.path, 'settings');
  await writeFile(filename, 'secret: 1');
  const handler = handlerOf('gpii.settingsHandlers.JSONSettingsHandler', {});
  const failed = handler.prepare({ options: { filename }, settings: { size: 24 } });
  await expect(failed).rejects.toThrow(`${filename}: The file is not JSON.`);
  await folder.remove();
});

it('removes the draft of a process that was killed, which holds settings of the person', async () => {
  const folder = await makeTemporaryFolder();
  const options = { filename: join(folder.path, 'settings') };
  const handler = handlerOf('gpii.settingsHandlers.INISettingsHandler', {});
  const { before } = await handler.prepare({ options, settings: { size: 24 } });
  await writeFile(join(folder.path, (before as { draft: string }).draft), 'size=24');
  await handler.restore(before);
  expect(await readdir(folder.path)).toEqual([]);
  await folder.remove();
});

describe.skipIf(!existsSync('/usr/bin/gsettings'))('settings of gsettings', () => {
  testSettingsHandler(async () => {
    const folder = await makeTemporaryFolder();
    const environment = {
      PATH: process.env.PATH,
      HOME: folder.path,
      XDG_CONFIG_HOME: folder.path,
      GSETTINGS_BACKEND: 'keyfile',
    };
    const handler = handlerOf('gpii.gsettings', environment);
    const options = { schema: 'org.gnome.desktop.interface' };
    // One of each kind; the pointer was changed before anybody keyed in.
    await (await handler.prepare({ options, settings: { 'cursor-size': 32 } })).set();
    const file = join(folder.path, 'glib-2.0/settings/keyfile');
    const settings = {
      'cursor-size': 0,
      'text-scaling-factor': 0,
      'gtk-theme': '',
      'enable-animations': true,
      'color-scheme': '',
    };
    return {
      handler,
      options,
      present: await handler.get({ options, settings }),
      wanted: {
        'cursor-size': 48,
        'text-scaling-factor': 2,
        'gtk-theme': 'It\'s "high" \\contrast',
        'enable-animations': false,
        'color-scheme': 'prefer-dark',
      },
      readAll: () => readText(file),
      close: folder.remove,
    };
  }, runner);

  it('that an administrator locked keep none of the others from being changed and put back', async () => {
    const folder = await makeTemporaryFolder();
    const environment = {
      PATH: `${folder.path}:${process.env.PATH ?? ''}`,
      XDG_CONFIG_HOME: folder.path,
      GSETTINGS_BACKEND: 'keyfile',
    };
    const lock = '#!/bin/sh\ncase "$1 $3" in "set cursor-size" | "reset cursor-size") exit 1 ;; esac\n';
    await writeFile(join(folder.path, 'gsettings'), `${lock}exec /usr/bin/gsettings "$@"\n`, { mode: 0o700 });
    const handler = handlerOf('gpii.gsettings', environment);
    const options = { schema: 'org.gnome.desktop.interface' };
    const wanted = { 'text-scaling-factor': 2, 'cursor-size': 48, 'enable-animations': false };
    const old = await handler.get({ options, settings: wanted });
    const { before, set, refused } = await handler.prepare({ options, settings: wanted });
    await set();
    const why = "cursor-size of org.gnome.desktop.interface can't be set: gsettings failed: it ended with 1.";
    expect(refused?.()).toEqual([{ setting: 'cursor-size', why }]);
    expect(await handler.get({ options, settings: wanted })).toEqual({ ...wanted, 'cursor-size': old['cursor-size'] });
    await handler.restore(before);
    expect(await handler.get({ options, settings: wanted })).toEqual(old);
    await folder.remove();
  });
});
