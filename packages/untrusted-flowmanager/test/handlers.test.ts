import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { SettingsAnswer } from '@gpii/protocol';
import { ask, makeSurroundings, startFlowManagerIn, type Surroundings } from './support/flow-manager-rig.ts';
import { runCommand, type StartedServer } from './support/run-command.ts';

const FONT_SIZE = 'http://registry.gpii.net/common/fontSize';
const SECRET_SIZE = 31.4159;
const config = fileURLToPath(new URL('support/platform-handlers.json5', import.meta.url));
const XML = '<?xml version="1.0"?>\r\n<!-- of this computer -->\r\n<editor><size>12</size></editor>\r\n';
const REGISTRY = '{"size":12}';

let surroundings: Surroundings;
let flowManager: StartedServer;
let home: string;
let stateDir: string;

const start = () =>
  startFlowManagerIn(surroundings, ['--port', '0', '--state-dir', stateDir, '--apply', 'yes', '--config', config], {
    HOME: home,
  });

beforeAll(async () => {
  surroundings = await makeSurroundings();
  home = join(surroundings.folder, 'home');
  stateDir = join(surroundings.folder, 'state');
  await mkdir(home);
  await writeFile(join(home, 'editor.xml'), XML);
  await writeFile(join(home, 'registry.json'), REGISTRY);
  surroundings.requester.reply({ body: { access_token: 'access-token-of-a-test', expires_in: 3600 } });
  surroundings.cloud.reply(({ path }) => ({ body: answerFor(decodeURIComponent(path.split('/')[1] ?? '')) }));
  flowManager = await start();
});

afterAll(async () => {
  await flowManager.stop();
  await surroundings.close();
});

beforeEach(() => writeFile(join(home, 'refreshed.txt'), ''));

/** Three solutions whose size is the person's font size: a file, a platform's registry, a web socket. */
function answerFor(gpiiKey: string): SettingsAnswer {
  const handler = (type: string, setting: string, options: object) => ({
    settingsHandlers: {
      it: { type, options, capabilitiesTransformations: { [setting]: 'http://registry\\.gpii\\.net/common/fontSize' } },
    },
  });
  const entries = {
    'org.example.editor': handler('gpii.settingsHandlers.XMLHandler', 'editor\\.size\\.$t', {
      filename: '${{environment}.HOME}/editor.xml',
      encoding: 'utf-8',
    }),
    'org.example.windows': {
      ...handler('gpii.windows.registrySettingsHandler', 'size', { path: '${{environment}.HOME}' }),
      configure: ['settings.it', { type: 'gpii.windows.updateLanguage', what: 'on' }],
      restore: ['settings.it', { type: 'gpii.windows.updateLanguage', what: 'off' }],
    },
    'net.gpii.uioPlus': handler('gpii.settingsHandlers.webSockets', 'fontSize', { path: 'net.gpii.uioPlus' }),
  };
  const size = gpiiKey === 'bob' ? 18 : SECRET_SIZE;
  const applications = Object.fromEntries(
    Object.keys(entries).map((id) => [id, { active: true, settings: { [FONT_SIZE]: size } }]),
  );
  return {
    gpiiKey,
    preferences: {},
    solutionsRegistryEntries: entries,
    matchMakerOutput: { inferredConfiguration: { 'gpii-default': { applications } } },
  };
}

const post = async (path: string) => {
  expect((await ask(flowManager.url, path, { method: 'POST' })).status).toBe(200);
};
const readHome = (name: string) => readFile(join(home, name), 'utf8');

/** A solution at the other end: what it is told, in order, and how its connection ends. */
function connect(
  headers: Record<string, string> = {},
  first: unknown = { type: 'connect', payload: { solutionId: 'net.gpii.uioPlus' } },
) {
  const socket = new WebSocket(`${flowManager.url.replace('http', 'ws')}/browserChannel`, { headers });
  const told: unknown[] = [];
  const waiting: ((message: unknown) => void)[] = [];
  socket.on('open', () => {
    socket.send(typeof first === 'string' ? first : JSON.stringify(first));
  });
  socket.on('message', (data: Buffer) => {
    const message: unknown = JSON.parse(data.toString());
    const next = waiting.shift();
    if (next === undefined) told.push(message);
    else next(message);
  });
  const ended = new Promise<number>((resolve) => {
    socket.on('close', resolve);
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('error', () => undefined);
  });
  const next = (): Promise<unknown> =>
    new Promise((resolve) => {
      if (told.length > 0) resolve(told.shift());
      else waiting.push(resolve);
    });
  return {
    next,
    ended,
    close: () => {
      socket.close();
    },
  };
}

it('tells a solution that connects its settings, and at key-out that they are gone', async () => {
  const early = connect();
  expect(await early.next()).toEqual({ type: 'connectionSucceeded', payload: {} });
  await post('/user/alice/login');
  expect(await early.next()).toEqual({ type: 'onSettingsChanged', payload: { fontSize: SECRET_SIZE } });
  const late = connect({ Origin: 'chrome-extension://ajfkdhcglfgkpnpmjpohefbfhmhnbnpb' });
  expect(await late.next()).toEqual({ type: 'connectionSucceeded', payload: { fontSize: SECRET_SIZE } });
  const other = connect({}, { type: 'connect', payload: { solutionId: 'org.example.other' } });
  expect(await other.next()).toEqual({ type: 'connectionSucceeded', payload: {} });
  await post('/user/alice/logout');
  expect(await early.next()).toEqual({ type: 'onSettingsChanged', payload: {} });
  expect(await late.next()).toEqual({ type: 'onSettingsChanged', payload: {} });
  for (const solution of [early, late, other]) solution.close();
});

it.each([
  ['a web page', { Origin: 'https://example.org' }, 403],
  ['a page of this computer', { Origin: 'http://127.0.0.1:8083' }, 403],
  ['a page that hides where it is from', { Origin: 'null' }, 403],
  ['a name that was rebound', { Host: 'evil.example' }, 403],
])('refuses a web socket of %s', async (_who, headers, status) => {
  expect(await connect(headers).ended).toBe(status);
});

it.each([
  ['no JSON', 'hello'],
  ['something else', { type: 'modelChanged' }],
  ['an id without end', { type: 'connect', payload: { solutionId: 'x'.repeat(300) } }],
])('ends a connection that says %s', async (_what, first) => {
  expect(await connect({}, first).ended).toBe(1008);
});

it('ends a connection that says too much', async () => {
  expect(await connect({}, 'x'.repeat(5000)).ended).toBe(1009);
});

it('lives on when a connection that is one too many breaks the rules', async () => {
  const solutions = Array.from({ length: 64 }, () => connect());
  for (const solution of solutions) await solution.next();
  expect(await connect({}, 'x'.repeat(5000)).ended).toBe(1013);
  for (const solution of solutions) solution.close();
  await Promise.all(solutions.map(({ ended }) => ended));
  expect(await connect({}, 'hello').ended).toBe(1008);
});

it('answers a request for HTTP/2 by HTTP/1.1', async () => {
  const headers = { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAMAAABkAAQAAP__' };
  expect(await ask(flowManager.url, '/user', { headers })).toMatchObject({ status: 200, body: { keyedIn: null } });
});

it('changes an XML file, and what a platform build handles by its own components', async () => {
  await post('/user/bob/login');
  expect(await readHome('editor.xml')).toBe(XML.replace('12', '18'));
  expect(JSON.parse(await readHome('registry.json'))).toEqual({ size: 18, path: home });
  expect(await readHome('refreshed.txt')).toBe('on\n');
  await post('/user/bob/logout');
  expect(await readHome('editor.xml')).toBe(XML);
  expect(await readHome('registry.json')).toBe(REGISTRY);
  expect(await readHome('refreshed.txt')).toBe('on\noff\n');
});

it('has no preference of the person on disk after key-out', async () => {
  await post('/user/alice/login');
  expect(await readHome('editor.xml')).toContain(String(SECRET_SIZE));
  await post('/user/alice/logout');
  const entries = await readdir(surroundings.folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(files).toContain(join(stateDir, 'flowmanager.json'));
  for (const file of files) {
    const text = await readFile(file, 'utf8');
    expect(`${file} ${text}`).not.toMatch(/alice|31\.4159/);
  }
});

it('is put back by a command when it was killed, and not while it lives', async () => {
  await post('/user/bob/login');
  const args = ['restore', '--config', config, '--state-dir', stateDir];
  const environment = { HOME: home };
  expect(await runCommand(args, '', environment)).toMatchObject({
    exitCode: 69,
    stderr: expect.stringContaining('is still at work with') as string,
  });
  await flowManager.stop('SIGKILL');
  expect(await readHome('editor.xml')).toContain('18');
  expect(await runCommand(args, '', environment)).toEqual({ exitCode: 0, stdout: 'Put back 4 changes.\n', stderr: '' });
  expect(await readHome('editor.xml')).toBe(XML);
  expect(await readHome('registry.json')).toBe(REGISTRY);
  expect(existsSync(join(stateDir, 'journal.jsonl'))).toBe(false);
  expect((await runCommand(args, '', environment)).stdout).toBe('Nothing is to be put back.\n');
  expect((await runCommand([...args, join(home, 'none.jsonl')], '', environment)).exitCode).toBe(69);
  flowManager = await start();
});

it('tells solutions that their settings are gone when it stops', async () => {
  await post('/user/bob/login');
  const solution = connect();
  await solution.next();
  expect(await flowManager.stop()).toBe(0);
  expect(await solution.next()).toEqual({ type: 'onSettingsChanged', payload: {} });
  expect(await solution.ended).toBe(1001);
  expect(await readHome('editor.xml')).toBe(XML);
});
