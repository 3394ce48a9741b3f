import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { call } from '../support/call.ts';
import { makeComputer, type Computer } from '../support/computer.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { findListeningAddresses } from '../support/listening-addresses.ts';
import { keyIn, keyOut } from '../support/local-calls.ts';
import { makeCloud, type Cloud } from '../support/make-cloud.ts';
import { nodeArgumentsOf } from '../support/places.ts';
import { runCommand } from '../support/run-command.ts';
import { startServer, type StartedServer } from '../support/start-server.ts';
import { startRequester } from '../support/start-whole-road.ts';

describe('Unix sockets in place of TCP', () => {
  let cloud: Cloud;
  let computer: Computer;
  let requester: StartedServer;
  let flowManager: StartedServer;
  let sockets: { requester: string; flowManager: string };
  beforeAll(async () => {
    cloud = await makeCloud();
    computer = await makeComputer(cloud.installed);
    const folder = join(computer.folder, 'sockets');
    await mkdir(folder, { mode: 0o700 });
    sockets = { requester: join(folder, 'requester'), flowManager: join(folder, 'flow-manager') };
    requester = await startRequester(computer, cloud.url, ['--socket', sockets.requester]);
    flowManager = await startFlowManagerOnSocket();
  });

  const startFlowManagerOnSocket = (): Promise<StartedServer> => {
    const { deviceFile, stateDir } = computer;
    const at = ['--socket', sockets.flowManager, '--requester-socket', sockets.requester];
    const more = ['--cloud-url', cloud.url, '--device', deviceFile, '--state-dir', stateDir];
    return startServer('flowManager', [...at, ...more]);
  };

  test('keys in and out without a TCP port and without a channel key', async () => {
    const { alice } = cloud.people;
    expect(flowManager.url).toBe(`unix:${sockets.flowManager}`);
    const keyedIn = await keyIn(flowManager.url, alice);
    expect(keyedIn.status, keyedIn.text).toBe(200);
    expect((await keyOut(flowManager.url, alice)).status).toBe(200);
    expect([requester, flowManager].flatMap(({ pid }) => findListeningAddresses(pid))).toEqual([]);
  });

  test('the sockets are for their owner and group alone', async () => {
    for (const path of Object.values(sockets)) expect((await stat(path)).mode & 0o777).toBe(0o660);
  });

  test('refuses a page here as well', async () => {
    const headers = { origin: 'https://evil.example' };
    const answer = await call(requester.url, { path: '/status', headers });
    await expectRefusal(answer, requester, { status: 403, error: 'forbidden', reason: 'browser_not_allowed' });
  });

  test('the command line finds the flow manager by its socket and by its state folder', async () => {
    const { alice } = cloud.people;
    const where = [
      ['--socket', sockets.flowManager],
      ['--state-dir', computer.stateDir],
    ];
    for (const flags of where) {
      const keyedIn = await runCommand({
        program: 'flowManager',
        args: ['key-in', '-', ...flags],
        input: `${alice}\n`,
      });
      expect(keyedIn).toEqual({ code: 0, stdout: 'Keyed in. GPII Cloud sent settings for 1 solution.\n', stderr: '' });
      const keyedOut = await runCommand({ program: 'flowManager', args: ['key-out', '-', ...flags], input: alice });
      expect(keyedOut).toEqual({ code: 0, stdout: 'Keyed out.\n', stderr: '' });
    }
  });

  test('comes back at a socket file that a killed one left behind', async () => {
    await flowManager.kill();
    flowManager = await startFlowManagerOnSocket();
    expect((await keyIn(flowManager.url, cloud.people.bob)).status).toBe(200);
    expect((await keyOut(flowManager.url, cloud.people.bob)).status).toBe(200);
  });

  test('takes the socket of no server that runs', async () => {
    const args = ['serve', '--socket', sockets.requester, '--credential-file', computer.credentialFile];
    const { code, stdout, stderr } = await runCommand({ program: 'requester', args });
    expect({ code, stdout: stdout.includes('listening') }).toEqual({ code: 69, stdout: false });
    expect(stderr).toMatch(/^Cannot listen on .*another process does already\..*\n$/);
    expect((await keyIn(flowManager.url, cloud.people.alice)).status).toBe(200);
  });

  test('a config joins both by a channel in place of a socket: the requester is a child of the flow manager', async () => {
    const config = join(computer.folder, 'over-a-channel.json5');
    await writeFile(config, configOverChannel(computer.credentialFile, cloud.url));
    const args = ['--port', '0', '--config', config, '--cloud-url', cloud.url, '--device', computer.deviceFile];
    const overChannel = await startServer('flowManager', args);
    const keyedIn = await keyIn(overChannel.url, cloud.people.bob);
    expect(keyedIn.status, keyedIn.text).toBe(200);
    expect(await overChannel.log.ofRequest(keyedIn.requestId)).toMatchObject({ status: 200 });
    const lines = overChannel.log.lines().filter(({ service }) => service === 'gpii-access-requester');
    expect(lines).toContainEqual(expect.objectContaining({ event: 'listening', url: 'ipc:parent' }));
    expect(lines).toContainEqual(expect.objectContaining({ route: '/access-token', requestId: keyedIn.requestId }));
    await expectRefusal(await keyIn(overChannel.url, cloud.people.unknown), overChannel, {
      status: 404,
      error: 'unknown_gpii_token',
      reason: 'gpii_token_unknown',
    });
    const status = await call(overChannel.url, { path: '/status' });
    expect(status.json).toMatchObject({ requester: { state: 'connected' } });
    // Without another key-in: the child ends with its parent.
    expect(await overChannel.stop()).toEqual({ code: 0, signal: null });
  });

  test('says that the requester is down when it has stopped', async () => {
    expect(await requester.stop()).toEqual({ code: 0, signal: null });
    const refused = await keyIn(flowManager.url, cloud.people.unicode);
    await expectRefusal(refused, flowManager, { status: 503, error: 'requester_down', reason: 'requester_down' });
  });
});

/** Both data sources name the same command, and share one child. */
function configOverChannel(credentialFile: string, cloudUrl: string): string {
  const program = ['node', ...nodeArgumentsOf('requester'), 'serve', '--parent-channel', 'yes'];
  const source = {
    type: 'gpii.dataSource.child',
    options: { command: [...program, '--credential-file', credentialFile, '--cloud-url', cloudUrl] },
  };
  return JSON.stringify({
    type: 'gpii.integration.overChannel',
    options: { components: { accessTokenSource: source, requesterStatusSource: source } },
    mergeConfigs: ['%untrusted-flowmanager/configs/flow-manager.json5'],
  });
}
