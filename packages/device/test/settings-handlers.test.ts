import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtInHandlers } from '../src/index.ts';
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
});
