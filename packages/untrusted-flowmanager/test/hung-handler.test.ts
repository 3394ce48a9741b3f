import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { builtInHandlers, withDeadlines, type SettingsHandler } from '@gpii/device';
import type { SettingsAnswer } from '@gpii/protocol';
import { createLogger } from '@gpii/service-kit';
import { systemClock } from '../src/clock.ts';
import { createKeyIns, type KeyIns } from '../src/key-ins.ts';
import { openThisComputer } from '../src/this-computer.ts';

const OLD = 'size=12\n';

let folder: string;
let keyIns: KeyIns;
let platform: number;
/** Lets the call of the handler end that hangs. */
let letGo: () => void;
let released: Promise<void>;
const readEditor = () => readFile(join(folder, 'editor.ini'), 'utf8');

/** A platform's settings that hang while they are made for "alice". */
function hanging(): SettingsHandler {
  return {
    get: () => Promise.resolve({ size: platform }),
    prepare: ({ settings: { size } }) =>
      Promise.resolve({
        before: platform,
        set: async () => {
          if (size === 'alice') await released;
          platform = 24;
        },
      }),
    restore: (before) => {
      platform = Number(before);
      return Promise.resolve();
    },
  };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gpii-hung-'));
  await writeFile(join(folder, 'editor.ini'), OLD);
  platform = 12;
  released = new Promise((resolve) => (letGo = resolve));
  const environment = { HOME: folder };
  const own = withDeadlines({ settings: new Map([['a.platform', hanging()]]) }, { ms: 1000 });
  const handlers = builtInHandlers(environment, own);
  const logger = createLogger('test', 'silent');
  const computer = await openThisComputer({ environment, handlers, stateDir: join(folder, 'state'), logger });
  keyIns = createKeyIns({
    clock: systemClock,
    computer,
    getInstructions: (gpiiToken) => Promise.resolve({ instructions: answerFor(gpiiToken), source: 'cloud' }),
    fetchInstructions: (gpiiToken) => Promise.resolve(answerFor(gpiiToken)),
    changeInstructions: (instructions) => instructions,
  });
});

afterEach(async () => {
  await keyIns.close();
  await rm(folder, { recursive: true });
});

function answerFor(gpiiKey: string): SettingsAnswer {
  const entries = {
    'org.example.editor': {
      type: 'gpii.settingsHandlers.INISettingsHandler',
      options: { filename: '${{environment}.HOME}/editor.ini' },
    },
    'org.example.platform': { type: 'a.platform' },
  };
  const applications = Object.keys(entries).map((id) => [
    id,
    { active: true, settings: { [`http://registry.gpii.net/applications/${id}`]: { size: gpiiKey } } },
  ]);
  return {
    gpiiKey,
    preferences: {},
    solutionsRegistryEntries: Object.fromEntries(
      Object.entries(entries).map(([id, it]) => [id, { settingsHandlers: { it } }]),
    ),
    matchMakerOutput: {
      inferredConfiguration: {
        'gpii-default': { applications: Object.fromEntries(applications) as Record<string, never> },
      },
    },
  };
}

it('holds the next key-in until its deadline, and what was put on before it is undone', async () => {
  const alice = keyIns.keyIn('alice');
  const bob = keyIns.keyIn('bob');
  await expect(alice).rejects.toMatchObject({ reason: 'settings_not_applied' });
  expect(await bob).toMatchObject({ gpiiToken: 'bob…' });
  expect([await readEditor(), platform]).toEqual(['size=bob\n', 24]);
  await keyIns.keyOut('bob');
  expect([await readEditor(), platform]).toEqual([OLD, 12]);
});

it('leaves nothing when it answers after all', async () => {
  await expect(keyIns.keyIn('alice')).rejects.toMatchObject({ reason: 'settings_not_applied' });
  expect([await readEditor(), keyIns.session]).toEqual([OLD, undefined]);
  letGo();
  await released;
  // What hung goes on first, then what puts it back.
  await new Promise(setImmediate);
  expect(platform).toBe(12);
});
