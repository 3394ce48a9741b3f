import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_REQUESTER_URL } from '../src/config.ts';
import { checkRoad, type RoadSources } from '../src/open-road.ts';
import { ask } from './support/flow-manager-rig.ts';
import { makeFolder, startServer, type StartedServer } from './support/run-command.ts';

const folder = makeFolder();
const preferences = join(folder.path, 'preferences');
let flowManager: StartedServer;

beforeAll(async () => {
  const device = join(folder.path, 'device.json');
  await writeFile(device, JSON.stringify({ OS: { id: 'linux', version: '6' }, solutions: [] }));
  await mkdir(preferences);
  await writeFile(join(preferences, 'alice.json5'), "{flat: {contexts: {'gpii-default': {preferences: {}}}}}");
  flowManager = await startServer(['--port', '0', '--device', device, '--local-preferences', preferences], {
    HOME: folder.path,
    XDG_STATE_HOME: folder.path,
  });
});

afterAll(async () => {
  await flowManager.stop();
  folder.remove();
});

it('starts with local preferences alone, and says so', async () => {
  await flowManager.takeLine(({ msg }) => String(msg).startsWith('no access requester is configured'));
  expect((await ask(flowManager.url, '/status')).body).toEqual({
    keyedIn: false,
    source: null,
    requester: null,
    localPreferenceSets: 1,
  });
});

it('keys in as with an access requester that has no credential', async () => {
  expect(await ask(flowManager.url, '/user/alice/login', { method: 'POST' })).toMatchObject({
    status: 200,
    body: { source: 'local', cloudProblem: 'no_client_credential', message: 'Settings on this computer are on.' },
  });
  expect(await ask(flowManager.url, '/user/nobody/login', { method: 'POST' })).toMatchObject({
    status: 503,
    body: { error: 'no_client_credential', message: "We don't know this key. Try again, or ask the staff for help." },
  });
});

it.each([
  ['without local preferences', { url: DEFAULT_REQUESTER_URL }, undefined],
  ['with an access requester that is named', { url: 'http://127.0.0.1:9' }, '/preferences'],
])('is refused without a channel key %s', (_what, options, directory) => {
  const accessTokenSource = { options: { gradeNames: ['gpii.dataSource.http'], ...options } };
  expect(() => {
    checkRoad({ accessTokenSource } as unknown as RoadSources, directory);
  }).toThrow('Cannot start');
});
