import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { SettingsAnswer } from '@gpii/protocol';
import type { Reply, SeenRequest } from '../support/fake-peers.ts';
import {
  ask,
  makeSurroundings,
  startFlowManagerIn,
  type Answer,
  type Surroundings,
} from '../support/flow-manager-rig.ts';
import { runCommand, type StartedServer } from '../support/run-command.ts';

const FONT_SIZE = 'http://registry.gpii.net/common/fontSize';
const APPLICATION = 'http://registry.gpii.net/applications/org.example.magnifier';
const OLD = '; of this computer\nsize=12\ncolour=red\n';
const SECRET = 'indigo-of-a-test';

let surroundings: Surroundings;
let flowManager: StartedServer;
let home: string;
let stateDir: string;
let saved: SeenRequest[];
let saveReply: Reply;

beforeAll(async () => {
  surroundings = await makeSurroundings();
  home = join(surroundings.folder, 'home');
  stateDir = join(surroundings.folder, 'state');
  await mkdir(home);
  await writeFile(join(home, 'editor.ini'), OLD);
  surroundings.requester.reply({ body: { access_token: 'access-token-of-a-test', expires_in: 3600 } });
  surroundings.cloud.reply((request) => {
    if (request.method === 'GET') return { body: answerFor(decodeURIComponent(request.path.split('/')[1] ?? '')) };
    saved.push(request);
    return saveReply;
  });
  flowManager = await startFlowManagerIn(surroundings, ['--port', '0', '--state-dir', stateDir, '--apply', 'yes'], {
    HOME: home,
  });
});

afterAll(async () => {
  await flowManager.stop();
  await surroundings.close();
});

beforeEach(async () => {
  saved = [];
  saveReply = { body: { message: 'Successfully updated.' } };
  await ask(flowManager.url, '/user/alice/logout', { method: 'POST' });
  await ask(flowManager.url, '/user/alice/login', { method: 'POST' });
});

/** Alice has the font size 24, which the magnifier reads. */
function answerFor(gpiiKey: string): SettingsAnswer {
  return {
    gpiiKey,
    preferences: { contexts: { 'gpii-default': { preferences: { [FONT_SIZE]: 24 } } } },
    solutionsRegistryEntries: {
      'org.example.magnifier': {
        settingsHandlers: {
          file: {
            type: 'gpii.settingsHandlers.INISettingsHandler',
            options: { filename: '${{environment}.HOME}/editor.ini' },
            supportedSettings: { size: { schema: { type: 'number' } }, colour: { schema: { type: 'string' } } },
            capabilitiesTransformations: { size: 'http://registry\\.gpii\\.net/common/fontSize' },
          },
        },
      },
    },
    matchMakerOutput: {
      inferredConfiguration: {
        'gpii-default': {
          applications: { 'org.example.magnifier': { active: true, settings: { [FONT_SIZE]: 24 } } },
        },
      },
    },
  };
}

const set = (wish: object): Promise<Answer> =>
  ask(flowManager.url, '/user/preferences', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(wish),
  });
const inFile = async () => /size=(.*)\ncolour=(.*)\n/.exec(await readFile(join(home, 'editor.ini'), 'utf8'))?.slice(1);

it('is on at once, by a common term and by a setting of a solution, and gone at key-out', async () => {
  expect(await inFile()).toEqual(['24', 'red']);
  expect(await set({ term: 'fontSize', value: 31.5 })).toMatchObject({
    status: 200,
    body: { message: 'Changed.', gpiiToken: 'alic…', isUsed: true, saved: false },
  });
  await set({ term: 'org.example.magnifier/colour', value: SECRET });
  expect([await inFile(), existsSync(join(stateDir, 'journal.jsonl'))]).toEqual([['31.5', SECRET], true]);
  await ask(flowManager.url, '/user/alice/logout', { method: 'POST' });
  expect([await readFile(join(home, 'editor.ini'), 'utf8'), existsSync(join(stateDir, 'journal.jsonl'))]).toEqual([
    OLD,
    false,
  ]);
  expect([saved, JSON.stringify(flowManager.lines).includes(SECRET)]).toEqual([[], false]);
});

it('is saved in the form that PUT merges, with the access token', async () => {
  const { body } = await set({ term: 'org.example.magnifier/colour', value: 'blue', save: true });
  expect(body).toMatchObject({ message: 'Changed. Saved in GPII Cloud.', saved: true });
  expect(saved.map(({ method, path, authorization }) => [method, path, authorization])).toEqual([
    ['PUT', '/alice/settings', 'Bearer access-token-of-a-test'],
  ]);
  expect(JSON.parse(saved[0]?.body ?? '')).toEqual({
    contexts: { 'gpii-default': { preferences: { [APPLICATION]: { colour: 'blue' } } } },
  });
});

it('has the access token replaced once when the cloud refuses it', async () => {
  saveReply = { status: 401, body: { isError: true, message: 'Unauthorized', error: 'invalid_token' } };
  const { body } = await set({ term: 'fontSize', value: 20, save: true });
  expect([body.saved, saved.length]).toEqual([false, 2]);
});

it.each<[string, Reply, object, number]>([
  ['read-only', { status: 404, body: { errorCode: 'GPII_ERR_READONLY' } }, { error: 'preferences_read_only' }, 1],
  ['not allowed', { status: 401, body: { error: 'insufficient_scope' } }, { error: 'preferences_not_allowed' }, 1],
  [
    'invalid',
    { status: 400, body: { errors: [{ message: 'The greatest value is 9.', dataPath: ['contexts', 'a'] }] } },
    { error: 'preferences_invalid', errors: [{ message: 'The greatest value is 9.', dataPath: ['contexts', 'a'] }] },
    1,
  ],
  ['too large', { status: 413 }, { error: 'preferences_too_large' }, 1],
  ['down', { status: 503 }, { error: 'cloud_error' }, 1],
  ['gone', 'cut the connection', { error: 'cloud_unreachable' }, 2],
])('stays on when the cloud is %s', async (_name, reply, saveProblem, tries) => {
  saveReply = reply;
  const { status, body } = await set({ term: 'fontSize', value: 20, save: true });
  expect([status, body]).toEqual([
    200,
    expect.objectContaining({
      saved: false,
      isUsed: true,
      saveProblem: expect.objectContaining(saveProblem) as object,
    }),
  ]);
  expect(body.message).toBe('Changed. Not saved in GPII Cloud: the change stays on until you key out.');
  expect([await inFile(), saved.length]).toEqual([['20', 'red'], tries]);
});

it('is refused, and nothing changes, for a wrong value, a term that nobody knows, a body that is none', async () => {
  expect(await set({ term: 'fontSize', value: 'big', save: true })).toMatchObject({
    status: 400,
    body: {
      error: 'preferences_invalid',
      errors: [{ dataPath: ['contexts', 'gpii-default', 'preferences', FONT_SIZE] }],
    },
  });
  expect(await set({ term: 'fontSiz', value: 20 })).toMatchObject({
    status: 400,
    body: { errors: [{ message: 'There is no such setting.' }] },
  });
  expect(await set({ term: 'fontSize' })).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  expect([await inFile(), saved]).toEqual([['24', 'red'], []]);
});

it('comes by the command, which says what was not saved', async () => {
  saveReply = { status: 404, body: { errorCode: 'GPII_ERR_READONLY' } };
  const at = ['--state-dir', stateDir];
  const [done, notSaved, refused] = await Promise.all([
    runCommand(['set', 'org.example.magnifier/colour', 'green', '--json', ...at]),
    runCommand(['set', 'fontSize', '18', '--save', ...at]),
    runCommand(['set', 'fontSize', '"18"', ...at]),
  ]);
  expect([done.exitCode, JSON.parse(done.stdout), await inFile()]).toEqual([
    0,
    { message: 'Changed.', gpiiToken: 'alic…', isUsed: true, saved: false },
    ['18', 'green'],
  ]);
  expect([notSaved.exitCode, notSaved.stdout]).toEqual([
    1,
    'Changed. Not saved in GPII Cloud: the change stays on until you key out.\n',
  ]);
  expect(notSaved.stderr).toContain('The settings of this key are for reading only.');
  expect([refused.exitCode, refused.stdout]).toEqual([1, '']);
  expect(refused.stderr).toContain(`${FONT_SIZE}: The value has another type than number.`);
});

it('is nobody’s when nobody is keyed in', async () => {
  await ask(flowManager.url, '/user/alice/logout', { method: 'POST' });
  expect(await set({ term: 'fontSize', value: 20 })).toMatchObject({ status: 409, body: { error: 'nobody_keyed_in' } });
});
