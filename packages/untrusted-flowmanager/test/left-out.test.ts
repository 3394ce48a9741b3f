import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { builtInHandlers } from '@gpii/device';
import type { SettingsAnswer } from '@gpii/protocol';
import { createLogger } from '@gpii/service-kit';
import { systemClock } from '../src/clock.ts';
import { createKeyIns, type KeyIns } from '../src/key-ins.ts';
import { describeLeftOut } from '../src/page/describe-changes.ts';
import { openThisComputer, type ThisComputer } from '../src/this-computer.ts';

const APPLICATION = 'http://registry.gpii.net/applications/org.example.editor';
const TWO_LINES = 'a value\nof two lines';

let folder: string;
let computer: ThisComputer;
let keyIns: KeyIns;
let settings: Record<string, unknown>;
const size = async () => /size=(\d+)/.exec(await readFile(join(folder, 'editor.ini'), 'utf8'))?.[1];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gpii-left-out-'));
  await writeFile(join(folder, 'editor.ini'), 'size=12\n');
  const environment = { HOME: folder };
  const logger = createLogger('test', 'silent');
  const handlers = builtInHandlers(environment);
  computer = await openThisComputer({ environment, handlers, stateDir: join(folder, 'state'), logger });
  settings = { size: 24, font: TWO_LINES };
  keyIns = createKeyIns({
    clock: systemClock,
    computer,
    getInstructions: () => Promise.resolve({ instructions: answerWith(settings), source: 'cloud' }),
    fetchInstructions: () => Promise.resolve(answerWith(settings)),
    changeInstructions: (_instructions, preferences) => answerWith({ ...settings, ...preferences }),
  });
});

afterEach(async () => {
  await keyIns.close();
  await rm(folder, { recursive: true });
});

function answerWith(own: object): SettingsAnswer {
  const file = {
    type: 'gpii.settingsHandlers.INISettingsHandler',
    options: { filename: '${{environment}.HOME}/editor.ini' },
    supportedSettings: { font: { schema: { title: 'Font of the text' } }, size: {}, other: {} },
  };
  const volume = { type: 'gpii.alsa' };
  const application = { active: true, settings: { [APPLICATION]: { ...own } } };
  return {
    gpiiKey: 'alice',
    preferences: {},
    solutionsRegistryEntries: { 'org.example.editor': { name: 'Editor', settingsHandlers: { file, volume } } },
    matchMakerOutput: {
      inferredConfiguration: { 'gpii-default': { applications: { 'org.example.editor': application } } },
    },
  };
}

it('keys in without the one value that can not be put on, and says so', async () => {
  expect(await keyIns.keyIn('alice')).toEqual({
    message:
      "Keyed in. GPII Cloud sent settings for 1 solution. One setting can't be used on this computer; the others are on.",
    gpiiToken: 'alic…',
    source: 'cloud',
    leftOut: [{ solution: 'org.example.editor', setting: 'font' }],
  });
  expect(await size()).toBe('24');
  expect(describeLeftOut(answerWith(settings), computer.leftOut())).toEqual([
    { setting: undefined, application: 'Editor' },
    { setting: 'Font of the text', application: 'Editor' },
  ]);
  await keyIns.keyOut('alice');
  expect([await size(), computer.leftOut()]).toEqual(['12', []]);
});

it('says nothing of it where all is on, or nothing but a whole handler is missing', async () => {
  settings = { size: 24 };
  expect(await keyIns.keyIn('alice')).toEqual({
    message: 'Keyed in. GPII Cloud sent settings for 1 solution.',
    gpiiToken: 'alic…',
    source: 'cloud',
  });
});

it('refuses a change to a value that this computer does not take, and a change beside such a value goes on', async () => {
  await keyIns.keyIn('alice');
  const changed = keyIns.change({ other: TWO_LINES }, keyIns.session);
  await expect(changed).rejects.toMatchObject({ reason: 'settings_not_applied' });
  expect(await size()).toBe('24');
  await keyIns.change({ size: 36 }, keyIns.session);
  expect(await size()).toBe('36');
  const another = keyIns.change({ size: 36, font: `${TWO_LINES} more` }, keyIns.session);
  await expect(another).rejects.toMatchObject({ reason: 'settings_not_applied' });
});
