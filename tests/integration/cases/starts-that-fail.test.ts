import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeComputer } from '../support/computer.ts';
import { makeCloud } from '../support/make-cloud.ts';
import { runCommand, type CommandResult } from '../support/run-command.ts';
import { runKeptCommand } from '../support/run-kept-command.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { testFile } from '../support/test-file.ts';
import type { ServerProgram } from '../support/places.ts';

/** A port that somebody listens on. */
async function takePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen({ host: '127.0.0.1', port: 0 }, resolve);
  });
  testFile.closers.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  );
  return String((server.address() as AddressInfo).port);
}

function serve(program: ServerProgram, args: readonly string[]): Promise<CommandResult> {
  return runCommand({ program, args: ['serve', ...args] });
}

/** A server that reads what it was given, and begins nothing. */
function readAndFail(program: ServerProgram, args: readonly string[], env = {}): Promise<CommandResult> {
  return runKeptCommand({ program, args: ['serve', ...args], env });
}

/** One sentence (or a heading and its problems), no stack, and no listening line. */
function expectFailure({ code, stdout, stderr }: CommandResult, expected: { code: number; stderr: RegExp }): void {
  expect({ code, listens: stdout.includes('"listening"') }, stderr).toEqual({ code: expected.code, listens: false });
  expect(stderr).toMatch(expected.stderr);
  expect(stderr).not.toMatch(/^\s+at /m);
}

describe('a server that cannot start says why in one sentence', () => {
  test.concurrent('a second cloud on the same data folder', async () => {
    const { dataDir } = await makeCloud();
    const failed = await serve('cloud', ['--port', '0', '--data-dir', dataDir]);
    expectFailure(failed, { code: 69, stderr: /^The data folder \S+ is in use by another process\.?\n$/ });
  });

  test.concurrent('the cloud on a port that is taken', async () => {
    const dataDir = join(await makeTemporaryFolder(), 'cloud');
    const port = await takePort();
    const failed = await serve('cloud', ['--port', port, '--data-dir', dataDir]);
    expectFailure(failed, { code: 69, stderr: new RegExp(`^Cannot listen on 127.0.0.1:${port}: .*--port.*\\n$`) });
  });

  test.concurrent('the cloud on an operator port that is taken', async () => {
    const dataDir = join(await makeTemporaryFolder(), 'cloud');
    const port = await takePort();
    const failed = await serve('cloud', ['--port', '0', '--operator-port', port, '--data-dir', dataDir]);
    expectFailure(failed, { code: 69, stderr: new RegExp(`^Cannot listen on 127.0.0.1:${port}: .*\\n$`) });
  });

  test.concurrent('the requester and the flow manager on a port that is taken', async () => {
    const computer = await makeComputer();
    const port = await takePort();
    const stderr = new RegExp(`^Cannot listen on 127.0.0.1:${port}: another process does already\\..*\\n$`);
    const common = ['--port', port, '--channel-key-file', computer.channelKeyFile];
    const requester = await serve('requester', [...common, '--credential-file', computer.credentialFile]);
    expectFailure(requester, { code: 69, stderr });
    expectFailure(await serve('flowManager', [...common, '--device', computer.deviceFile]), { code: 69, stderr });
  });

  test.concurrent('all wrong settings of the cloud at once', async () => {
    const args = ['--port', '99999', '--public-url', 'nonsense', '--colour', 'red'];
    const failed = await readAndFail('cloud', args, { GPII_CLOUD_ACCESS_TOKEN_LIFETIME_SECONDS: '-1' });
    expectFailure(failed, { code: 78, stderr: /^Cannot start gpii-cloud:\n( {2}✖ .*\n){4,}$/ });
    for (const name of ['--port', '--public-url', '--colour', 'GPII_CLOUD_ACCESS_TOKEN_LIFETIME_SECONDS']) {
      expect(failed.stderr).toContain(name);
    }
  });

  test.concurrent('all wrong settings of the requester at once', async () => {
    const failed = await readAndFail('requester', ['--port', 'x', '--cloud-url', 'ftp://a'], {
      GPII_REQUESTER_LOG_LEVEL: 'loud',
    });
    expectFailure(failed, { code: 78, stderr: /^Cannot start gpii-access-requester:\n( {2}✖ .*\n){3,}$/ });
    for (const name of ['--port', '--cloud-url', 'GPII_REQUESTER_LOG_LEVEL']) expect(failed.stderr).toContain(name);
  });

  test.concurrent('all wrong settings of the flow manager at once', async () => {
    const failed = await readAndFail('flowManager', [
      '--port',
      '-1',
      '--requester-url',
      '127.0.0.1:8082',
      '--apply',
      'perhaps',
    ]);
    expectFailure(failed, { code: 78, stderr: /^Cannot start gpii-flowmanager:\n( {2}✖ .*\n){3,}$/ });
    for (const name of ['--port', '--requester-url', '--apply']) expect(failed.stderr).toContain(name);
  });

  test.concurrent('a requester on TCP without a channel key, and a flow manager without one', async () => {
    const { credentialFile, deviceFile } = await makeComputer();
    const requester = await readAndFail('requester', ['--port', '0', '--credential-file', credentialFile]);
    expectFailure(requester, { code: 78, stderr: /--channel-key-file is needed on TCP/ });
    const flowManager = await readAndFail('flowManager', ['--port', '0', '--device', deviceFile]);
    expectFailure(flowManager, { code: 78, stderr: /--channel-key-file is needed/ });
  });

  test.concurrent('a device report that cannot be used', async () => {
    const { folder, channelKeyFile } = await makeComputer();
    const device = join(folder, 'no-device.json');
    await writeFile(device, '{"OS": {}}');
    const failed = await readAndFail('flowManager', [
      '--port',
      '0',
      '--device',
      device,
      '--channel-key-file',
      channelKeyFile,
    ]);
    expectFailure(failed, { code: 78, stderr: /no-device\.json can't be used(.|\n)*OS\.id(.|\n)*solutions/ });
  });

  test.concurrent('a solutions registry that is no JSON5: file and line', async () => {
    const folder = await makeTemporaryFolder();
    const solutions = join(folder, 'solutions');
    await mkdir(solutions);
    await writeFile(join(solutions, 'linux.json5'), '{\n  a: {,\n}');
    const failed = await readAndFail('cloud', [
      '--port',
      '0',
      '--data-dir',
      join(folder, 'cloud'),
      '--solutions',
      solutions,
    ]);
    expectFailure(failed, { code: 78, stderr: /linux\.json5:2 is not JSON5/ });
  });

  test.concurrent('a config that is no JSON5, or builds something else', async () => {
    const folder = await makeTemporaryFolder();
    await writeFile(join(folder, 'broken.json5'), '{ type: ');
    await writeFile(
      join(folder, 'other.json5'),
      "{ type: 'some.other', options: { gradeNames: ['fluid.component'] } }",
    );
    const broken = await readAndFail('requester', ['--config', join(folder, 'broken.json5')]);
    expectFailure(broken, { code: 78, stderr: /broken\.json5/ });
    const other = await readAndFail('requester', ['--config', join(folder, 'other.json5')]);
    expectFailure(other, { code: 78, stderr: /does not build a gpii\.accessRequester/ });
  });

  test.concurrent('settings come from flag, environment and config, in this order', async () => {
    const folder = await makeTemporaryFolder();
    const config = join(folder, 'cloud.json5');
    const merge = "mergeConfigs: ['%cloud-flowmanager/configs/cloud.json5']";
    await writeFile(
      config,
      `{ type: 'test.cloud', options: { settings: { port: -3, dataDir: '', host: '' } }, ${merge} }`,
    );
    const failed = await readAndFail('cloud', ['--config', config, '--port', '-1'], {
      GPII_CLOUD_PORT: '-2',
      GPII_CLOUD_HOST: '',
    });
    expectFailure(failed, { code: 78, stderr: /^Cannot start gpii-cloud:/ });
    expect(failed.stderr).toMatch(/--port: /);
    expect(failed.stderr).not.toMatch(/GPII_CLOUD_PORT|settings\.port/);
    expect(failed.stderr).toMatch(/settings\.host \(config\)/);
  });
});
