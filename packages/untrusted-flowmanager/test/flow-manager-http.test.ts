import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ask, CHANNEL_KEY, makeSurroundings, startFlowManagerIn, takeRefusalLine } from './support/flow-manager-rig.ts';
import type { Surroundings } from './support/flow-manager-rig.ts';
import { startFakePeer, type Reply } from './support/fake-peers.ts';
import { startServer, startServerProcess, type StartedServer } from './support/run-command.ts';
import { settingsAnswer } from './support/settings-answer.ts';

let around: Surroundings;
let server: StartedServer;

beforeAll(async () => {
  around = await makeSurroundings();
  server = await startFlowManagerIn(around);
});
afterAll(async () => {
  await server.stop();
  await around.close();
});
beforeEach(() => {
  around.playAllWell();
});
afterEach(async () => {
  // Whoever is keyed in goes: each test begins with nobody.
  await ask(server.url, '/user/alice/logout', { method: 'POST' });
});

const POST = { method: 'POST' };

test('keys in by POST: channel key to the requester, access token and device to the cloud', async () => {
  const answer = await ask(server.url, '/user/alice/login', POST);
  expect(answer).toMatchObject({
    status: 200,
    body: { message: 'Keyed in. GPII Cloud sent settings for 2 solutions.', gpiiToken: 'alic…', source: 'cloud' },
  });
  expect(around.requester.seen).toEqual([
    { method: 'POST', path: '/access-token', authorization: `Bearer ${CHANNEL_KEY}`, body: '{"gpiiToken":"alice"}' },
  ]);
  const device = encodeURIComponent(
    '{"OS":{"id":"linux","version":"4.15"},"solutions":[{"id":"org.example.magnifier"}]}',
  );
  expect(around.cloud.seen).toEqual([
    { method: 'GET', path: `/alice/settings/${device}`, authorization: 'Bearer access-token-of-a-test', body: '' },
  ]);
});

test('keys in and out by GET, as the listeners in the field do', async () => {
  expect((await ask(server.url, '/user/alice/login')).status).toBe(200);
  expect(await ask(server.url, '/user/alice/logout')).toMatchObject({ status: 200, body: { message: 'Keyed out.' } });
});

test('says who is keyed in, without preferences and without the whole GPII token', async () => {
  expect((await ask(server.url, '/user')).body).toEqual({ keyedIn: null });
  await ask(server.url, '/user/alice/login', POST);
  const { keyedIn } = (await ask(server.url, '/user')).body as { keyedIn: Record<string, unknown> };
  expect(keyedIn).toEqual({ gpiiToken: 'alic…', since: expect.any(String) as string, source: 'cloud', solutions: 2 });
  expect(new Date(String(keyedIn.since)).toISOString()).toBe(keyedIn.since);
});

test('tells how the access requester stands, and that it does not answer, without a word about a person', async () => {
  await ask(server.url, '/user/alice/login', POST);
  const { status, body } = await ask(server.url, '/status');
  expect([status, body.keyedIn]).toEqual([200, true]);
  expect(body).toHaveProperty('requester');
  expect(JSON.stringify(body)).not.toContain('alic');
});

test('uses an access token again for who comes back', async () => {
  await ask(server.url, '/user/kim/login', POST);
  await ask(server.url, '/user/lee/login', POST);
  await ask(server.url, '/user/lee/logout', POST);
  await ask(server.url, '/user/kim/login', POST);
  expect(around.requester.seen).toHaveLength(2);
  await ask(server.url, '/user/kim/logout', POST);
});

test('takes any GPII token that is percent-encoded', async () => {
  const gpiiToken = '日本/… %2F?#';
  const path = `/user/${encodeURIComponent(gpiiToken)}`;
  expect(await ask(server.url, `${path}/login`, POST)).toMatchObject({ status: 200, body: { gpiiToken: '日本/……' } });
  expect(around.requester.seen[0]?.body).toBe(JSON.stringify({ gpiiToken }));
  expect((await ask(server.url, `${path}/logout`, POST)).status).toBe(200);
});

test.each([
  ['longer than 256 characters', 'a'.repeat(257), 'parameter_malformed'],
  ['with a control character', '%00', 'parameter_malformed'],
  ['with a wrong escape', '%E0%A4%A', 'request_malformed'],
])('refuses a GPII token %s', async (_what, gpiiToken, reason) => {
  const answer = await ask(server.url, `/user/${gpiiToken}/login`, POST);
  expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  expect(await takeRefusalLine(server, reason)).toMatchObject({ status: 400 });
  expect(around.requester.seen).toEqual([]);
});

test('answers the echo of a tap with 200 and changes nothing', async () => {
  await ask(server.url, '/user/alice/proximityTriggered', POST);
  const echo = await ask(server.url, '/user/alice/proximityTriggered', POST);
  expect(echo).toMatchObject({
    status: 200,
    body: { message: 'This tap came right after the last one. Nothing was changed.' },
  });
  expect(await takeRefusalLine(server, 'debounced')).toMatchObject({ status: 200 });
  expect((await ask(server.url, '/user')).body.keyedIn).not.toBeNull();
});

test.each([
  ['nobody is keyed in', undefined, 'logout', 'nobody_keyed_in'],
  ['another person is keyed in', 'alice', 'logout', 'other_person_keyed_in'],
])('refuses a key-out when %s', async (_what, first, act, code) => {
  if (first !== undefined) await ask(server.url, `/user/${first}/login`, POST);
  expect(await ask(server.url, `/user/carol/${act}`, POST)).toMatchObject({ status: 409, body: { error: code } });
  expect(await takeRefusalLine(server, code)).toMatchObject({ status: 409 });
});

test('refuses to key in who is keyed in', async () => {
  await ask(server.url, '/user/alice/login', POST);
  expect(await ask(server.url, '/user/alice/login', POST)).toMatchObject({
    status: 409,
    body: { error: 'already_keyed_in' },
  });
});

test.each([
  [404, 'unknown_gpii_token', 'gpii_token_unknown', "We don't know this key. Try again, or ask the staff for help."],
  [409, 'credential_refused', 'credential_refused', expect.stringContaining('code 401-R.') as string],
  [503, 'no_client_credential', 'no_client_credential', expect.stringContaining("We don't know this key.") as string],
  [502, 'cloud_error', 'cloud_unavailable', expect.stringContaining("can't be reached right now") as string],
  [504, 'cloud_unreachable', 'cloud_unreachable', expect.stringContaining("can't be reached right now") as string],
])('passes on the requester’s %i %s', async (status, error, reason, message) => {
  around.requester.reply({ status, body: { error, message: 'for the log' } });
  const answer = await ask(server.url, '/user/dora/login', POST);
  expect({ status: answer.status, body: answer.body }).toEqual({ status, body: { error, message } });
  expect(await takeRefusalLine(server, reason)).toMatchObject({ status });
  expect(around.cloud.seen).toEqual([]);
});

test('passes on for how long to wait', async () => {
  around.requester.reply({ status: 429, body: { error: 'slow_down', message: 'for the log', retry_after: 7 } });
  const answer = await ask(server.url, '/user/dora/login', POST);
  expect(answer).toMatchObject({
    status: 429,
    headers: { 'retry-after': '7' },
    body: { error: 'slow_down', message: 'Please wait a minute, then key in again.', retry_after: 7 },
  });
  expect(await takeRefusalLine(server, 'rate_limited')).toMatchObject({ status: 429 });
});

test.each<[string, Reply, number, string, string]>([
  ['cuts the connection', 'cut the connection', 503, 'requester_down', 'requester_down'],
  [
    'does not take the channel key',
    { status: 403, body: { error: 'forbidden', message: '' } },
    502,
    'requester_error',
    'requester_refused_channel',
  ],
  ['answers something that is not JSON', { body: '<html>' }, 502, 'requester_error', 'requester_malformed'],
  ['answers JSON of another kind', { body: { hello: 1 } }, 502, 'requester_error', 'requester_malformed'],
  [
    'refuses with a word that nobody knows',
    { status: 418, body: { error: 'teapot', message: '' } },
    502,
    'requester_error',
    'requester_malformed',
  ],
])('refuses when the requester %s', async (_what, reply, status, ...[error, reason]) => {
  around.requester.reply(reply);
  expect(await ask(server.url, '/user/dora/login', POST)).toMatchObject({
    status,
    body: { error, message: "Settings from GPII Cloud can't be reached right now. Try again in a few minutes." },
  });
  expect(await takeRefusalLine(server, reason)).toMatchObject({ status });
});

test.each<[string, Reply, number, string, string]>([
  ['cuts the connection', 'cut the connection', 504, 'cloud_unreachable', 'cloud_unreachable'],
  ['answers 500', { status: 500 }, 502, 'cloud_error', 'cloud_unavailable'],
  ['answers 403', { status: 403, body: { isError: true } }, 502, 'cloud_error', 'access_token_wrong_person'],
  ['answers 404', { status: 404 }, 502, 'cloud_error', 'cloud_malformed'],
  ['answers something that is not JSON', { body: '<html>' }, 502, 'cloud_error', 'cloud_malformed'],
  ['answers JSON of another kind', { body: { gpiiKey: 'dora' } }, 502, 'cloud_error', 'cloud_malformed'],
  ['answers for another person', { body: settingsAnswer('eve') }, 502, 'cloud_error', 'cloud_malformed'],
])('refuses when the cloud %s', async (_what, reply, status, ...[error, reason]) => {
  around.cloud.reply(reply);
  expect(await ask(server.url, '/user/dora/login', POST)).toMatchObject({
    status,
    body: { error, message: "Settings from GPII Cloud can't be reached right now. Try again in a few minutes." },
  });
  expect(await takeRefusalLine(server, reason)).toMatchObject({ status });
});

test('passes on that the cloud asks to slow down', async () => {
  around.cloud.reply({ status: 429, headers: { 'Retry-After': '9' } });
  expect(await ask(server.url, '/user/dora/login', POST)).toMatchObject({
    status: 429,
    body: { error: 'slow_down', retry_after: 9 },
  });
});

test('asks for one fresh access token on a 401, then goes on', async () => {
  around.cloud.reply({ status: 401 }, { body: settingsAnswer('alice') });
  expect((await ask(server.url, '/user/alice/login', POST)).status).toBe(200);
  expect(around.cloud.seen).toHaveLength(2);
});

test('stops after one fresh access token', async () => {
  around.cloud.reply({ status: 401 });
  expect(await ask(server.url, '/user/frank/login', POST)).toMatchObject({
    status: 502,
    body: { error: 'access_token_refused' },
  });
  expect([around.requester.seen.length, around.cloud.seen.length]).toEqual([2, 2]);
  expect(await takeRefusalLine(server, 'access_token_refused')).toMatchObject({ status: 502 });
});

test.each([
  ['a web page', { Origin: 'https://evil.example' }, 'browser_not_allowed'],
  ['an image of a web page', { 'Sec-Fetch-Site': 'cross-site' }, 'browser_not_allowed'],
  ['a rebound name', { Host: 'evil.example' }, 'host_not_allowed'],
])('refuses %s, and opens nothing to it (L02, L03)', async (_what, headers, reason) => {
  for (const method of ['GET', 'POST', 'OPTIONS']) {
    const answer = await ask(server.url, '/user/alice/login', { method, headers });
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    expect(await takeRefusalLine(server, reason)).toMatchObject({ status: 403 });
  }
  expect((await ask(server.url, '/user', { headers })).status).toBe(403);
});

test('does not key in by HEAD', async () => {
  expect((await ask(server.url, '/user/alice/login', { method: 'HEAD' })).status).toBe(405);
  expect(around.requester.seen).toEqual([]);
});

test('writes no GPII token, access token or channel key into its log', () => {
  const log = JSON.stringify(server.lines);
  expect(server.lines.length).toBeGreaterThan(20);
  for (const secret of ['alice', 'alic…', '日本', 'frank', 'access-token-of-a-test', CHANNEL_KEY]) {
    expect(log).not.toContain(secret);
  }
});

test('listens on 127.0.0.1 only, says so in one line, and ends with 0', async () => {
  const another = await startServerProcess([...around.roadFlags, '--port', '0']);
  expect(another.lines[0]).toEqual({ event: 'listening', service: 'gpii-flowmanager', url: another.url });
  expect(another.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await another.stop()).toBe(0);
  expect(another.lines.filter((line) => line.event === 'listening')).toHaveLength(1);
});

test('finishes a running key-in when it is told to stop', async () => {
  const another = await startFlowManagerIn(around);
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const arrived = new Promise<void>((resolve) => {
    around.cloud.reply(async () => {
      resolve();
      await held;
      return { body: settingsAnswer('alice') };
    });
  });
  const answer = ask(another.url, '/user/alice/login', POST);
  await arrived;
  const stopped = another.stop();
  await another.takeLine((line) => line.msg === 'stopping');
  letGo();
  expect((await answer).status).toBe(200);
  expect(await stopped).toBe(0);
});

test('takes another grade for a data source from a config that merges its own', async () => {
  const config = new URL('./support/memory-access-tokens.json5', import.meta.url).pathname;
  const flags = ['--port', '0', '--device', around.deviceFile, '--cloud-url', around.cloud.url, '--config', config];
  const merged = await startServer(flags);
  expect((await ask(merged.url, '/user/alice/login', POST)).status).toBe(200);
  expect(await ask(merged.url, '/user/bob/login', POST)).toMatchObject({
    status: 502,
    body: { error: 'requester_error' },
  });
  await merged.stop();
  expect(around.requester.seen).toEqual([]);
  expect(around.cloud.seen.map(({ authorization }) => authorization)).toEqual(['Bearer from-memory']);
});

test('serves on a Unix socket that others cannot use', async () => {
  const path = `${around.folder}/flow-manager.sock`;
  const another = await startFlowManagerIn(around, ['--socket', path]);
  expect(another.url).toBe(`unix:${path}`);
  expect((await ask(another.url, '/user/alice/login', POST)).status).toBe(200);
  await another.stop();
  await new Promise((resolve) => connect(path).once('error', resolve));
});

test('says that the requester is down when nobody listens there', async () => {
  const gone = await startFakePeer();
  await gone.close();
  const another = await startFlowManagerIn(around, ['--port', '0', '--requester-url', gone.url]);
  expect(await ask(another.url, '/user/alice/login', POST)).toMatchObject({
    status: 503,
    body: { error: 'requester_down' },
  });
  await another.stop();
});
