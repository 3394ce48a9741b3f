import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeSurroundings, startFlowManagerIn } from './support/flow-manager-rig.ts';
import type { Surroundings } from './support/flow-manager-rig.ts';
import { startFakePeer } from './support/fake-peers.ts';
import { runCommand, runProcess } from './support/run-command.ts';
import { emptySettingsAnswer, settingsAnswer } from './support/settings-answer.ts';

let around: Surroundings;

beforeAll(async () => {
  around = await makeSurroundings();
});
afterAll(() => around.close());
beforeEach(() => {
  around.playAllWell();
});

test('shows the settings of each solution, without the whole GPII token', async () => {
  const result = await runCommand(['key-in', 'alice', ...around.roadFlags]);
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  expect(result.stdout).toContain(
    'Key alic…: GPII Cloud sent settings for 2 solutions. Nothing on this computer was changed.',
  );
  expect(result.stdout).toContain('\n    magnification  1.5\n');
  expect(result.stdout).not.toContain('alice');
});

test('prints the answer of the cloud with --json', async () => {
  const result = await runCommand(['key-in', 'alice', '--json', ...around.roadFlags]);
  expect(JSON.parse(result.stdout)).toEqual(settingsAnswer('alice'));
});

test('reads the GPII token from stdin', async () => {
  expect((await runCommand(['key-in', '-', ...around.roadFlags], ' alice \n')).exitCode).toBe(0);
  expect(around.requester.seen[0]?.body).toBe('{"gpiiToken":"alice"}');
});

test('says when there is nothing for this computer', async () => {
  around.cloud.reply({ body: emptySettingsAnswer('alice') });
  const result = await runCommand(['key-in', 'alice', ...around.roadFlags]);
  expect(result).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/\nnothing for this computer\n$/) as string,
  });
});

test.each([
  [
    404,
    'unknown_gpii_token',
    1,
    "We don't know this key. Try again, or ask the staff for help.\n(unknown_gpii_token)\n",
  ],
  [504, 'cloud_unreachable', 69, expect.stringContaining("can't be reached right now")],
])('ends a refused one shot (%i %s) with exit code %i and the sentence', async (status, error, exitCode, stderr) => {
  around.requester.reply({ status, body: { error, message: '' } });
  const result = await runCommand(['key-in', 'alice', ...around.roadFlags]);
  expect(result).toMatchObject({ exitCode, stdout: '', stderr: stderr as string });
});

test('ends with 69 when the requester is not there', async () => {
  const gone = await startFakePeer();
  await gone.close();
  const result = await runCommand(['key-in', 'alice', ...around.roadFlags, '--requester-url', gone.url]);
  expect(result).toMatchObject({ exitCode: 69, stderr: expect.stringContaining('requester_down') as string });
});

test('keys in, tells and keys out at a running flow manager', async () => {
  const stateDir = join(around.folder, 'state');
  const server = await startFlowManagerIn(around, ['--port', '0', '--state-dir', stateDir]);
  const where = ['--state-dir', stateDir];
  expect(statSync(join(stateDir, 'flowmanager.json')).mode & 0o777).toBe(0o600);
  expect((await runCommand(['key-in', 'alice', ...where])).stdout).toBe(
    'Keyed in. GPII Cloud sent settings for 2 solutions.\n',
  );
  expect((await runCommand(['status', ...where])).stdout).toMatch(/^Keyed in: alic… since /);
  expect((await runCommand(['key-out', 'alice', '--url', server.url])).stdout).toBe('Keyed out.\n');
  expect((await runCommand(['status', '--json', ...where])).stdout).toBe('{"keyedIn":null}\n');
  expect(await runCommand(['key-out', 'alice', ...where])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: 'Nobody is keyed in on this computer.\n(nobody_keyed_in)\n',
  });
  await server.stop();
  expect(existsSync(join(stateDir, 'flowmanager.json'))).toBe(false);
});

test('finds a flow manager on a socket, also by its state folder', async () => {
  const socket = join(around.folder, 'cli.sock');
  const stateDir = join(around.folder, 'socket-state');
  const server = await startFlowManagerIn(around, ['--socket', socket, '--state-dir', stateDir]);
  expect((await runCommand(['status', '--socket', socket])).stdout).toBe('Nobody is keyed in.\n');
  expect((await runCommand(['status', '--state-dir', stateDir])).stdout).toBe('Nobody is keyed in.\n');
  await server.stop();
});

test('notices the state file of a flow manager that was killed', async () => {
  const stateDir = join(around.folder, 'killed');
  const server = await startFlowManagerIn(around, ['--port', '0', '--state-dir', stateDir]);
  await server.stop('SIGKILL');
  const result = await runCommand(['key-in', 'alice', '--state-dir', stateDir]);
  expect(result.exitCode).toBe(69);
  expect(result.stderr).toContain(`(process ${server.pid}) no longer runs. Start it: gpii-flowmanager serve`);
});

test('says that a state folder is empty', async () => {
  const result = await runCommand(['status', '--state-dir', join(around.folder, 'none')]);
  expect(result).toMatchObject({ exitCode: 69, stderr: expect.stringContaining('there is no ') as string });
});

test('says that what answers is no flow manager', async () => {
  around.cloud.reply({ body: '<html>' });
  const result = await runCommand(['key-in', 'alice', '--url', around.cloud.url]);
  expect(result).toMatchObject({
    exitCode: 69,
    stderr: expect.stringContaining('is not a GPII flow manager') as string,
  });
});

test.concurrent.each([
  ['no GPII token', ['key-in']],
  ['a GPII token beside a medium', ['key-in', 'alice', '--medium', 'stick']],
  ['an unknown flag', ['key-in', 'alice', '--bogus']],
  ['a GPII token that is too long', ['key-in', 'a'.repeat(257)]],
  ['an empty GPII token', ['key-in', '-']],
  ['--cloud-url without --device', ['key-in', 'alice', '--cloud-url', 'http://127.0.0.1:1']],
  ['--url with --device', ['key-in', 'alice', '--device', 'd.json', '--url', 'http://127.0.0.1:1']],
  ['an unknown command', ['key-sideways']],
])('ends with 64 for %s', async (_what, args) => {
  const result = await runCommand(args);
  expect(result).toMatchObject({ exitCode: 64, stdout: '' });
  expect(result.stderr).not.toMatch(/alice|a{257}|\n {4}at /);
});

test('ends with 78 and the name of a bad device report', async () => {
  const file = join(around.folder, 'bad-device.json');
  writeFileSync(file, '{}');
  for (const args of [['serve'], ['key-in', 'alice']]) {
    const result = await runCommand([...args, ...around.roadFlags, '--device', file]);
    expect(result).toMatchObject({ exitCode: 78, stdout: '', stderr: expect.stringContaining(file) as string });
  }
});

test('reports wrong settings of the server at once', async () => {
  const result = await runProcess(['serve', '--port', '99999', '--cloud-url', 'nowhere', '--bogus']);
  expect(result.exitCode).toBe(78);
  for (const words of ['--bogus', '--port', '--cloud-url']) expect(result.stderr).toContain(words);
});

test.each([
  ['is not named', []],
  ['is not there', ['--channel-key-file', '/nowhere/channel.key']],
])('ends with 78 when the channel key file %s', async (_what, flags) => {
  const result = await runCommand(['serve', '--device', around.deviceFile, '--port', '0', ...flags]);
  expect(result).toMatchObject({ exitCode: 78, stdout: '' });
  expect(result.stderr).toMatch(/channel-key-file|\/nowhere\/channel\.key/);
  expect(result.stderr).not.toContain('    at ');
});
