import { execFileSync } from 'node:child_process';
import { chmod, chown, copyFile, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { FLOW_MANAGER, readAs, REQUESTER, STRANGER, whyNoAccounts, type OsAccount } from '../support/accounts.ts';
import { makeComputer, type Computer } from '../support/computer.ts';
import { keyIn, keyOut } from '../support/local-calls.ts';
import { makeCloud, type Cloud } from '../support/make-cloud.ts';
import { startServer, type StartedServer } from '../support/start-server.ts';

describe.skipIf(whyNoAccounts !== undefined)(`accounts of the operating system (${whyNoAccounts ?? 'root'})`, () => {
  let cloud: Cloud;
  let computer: Computer;
  let requester: StartedServer;
  let flowManager: StartedServer;
  let places: { credentialFile: string; requesterKey: string; flowManagerKey: string; sockets: string };
  beforeAll(async () => {
    cloud = await makeCloud();
    computer = await makeComputer(cloud.installed);
    places = await handOver(computer);
    requester = await startServer(
      'requester',
      [
        ...['--port', '0', '--cloud-url', cloud.url],
        ...['--credential-file', places.credentialFile, '--channel-key-file', places.requesterKey],
      ],
      REQUESTER,
    );
    flowManager = await startServer(
      'flowManager',
      [
        ...['--port', '0', '--cloud-url', cloud.url, '--requester-url', requester.url],
        ...['--device', computer.deviceFile, '--channel-key-file', places.flowManagerKey],
      ],
      FLOW_MANAGER,
    );
  });

  test('key-in works over TCP, each service under an account of its own', async () => {
    const keyedIn = await keyIn(flowManager.url, cloud.people.alice);
    expect(keyedIn.status, keyedIn.text).toBe(200);
    expect((await keyOut(flowManager.url, cloud.people.alice)).status).toBe(200);
  });

  test("the flow manager's account can read neither the secret nor the requester's environment", () => {
    expect(readAs(REQUESTER, places.credentialFile)).toContain(cloud.installed.clientId);
    for (const account of [FLOW_MANAGER, STRANGER]) {
      expect(readAs(account, places.credentialFile)).toMatch(/Permission denied/);
      expect(readAs(account, places.requesterKey)).toMatch(/Permission denied/);
      expect(readAs(account, `/proc/${requester.pid}/environ`)).toMatch(/Permission denied/);
      expect(readAs(account, `/proc/${requester.pid}/mem`)).toMatch(/Permission denied/);
    }
  });

  test('key-in works over a socket, which only the group of both reaches', async () => {
    const socket = join(places.sockets, 'requester');
    const requesterArgs = ['--socket', socket, '--cloud-url', cloud.url, '--credential-file', places.credentialFile];
    await startServer('requester', requesterArgs, REQUESTER);
    const args = [
      '--port',
      '0',
      '--cloud-url',
      cloud.url,
      '--device',
      computer.deviceFile,
      '--requester-socket',
      socket,
    ];
    const overSocket = await startServer('flowManager', args, FLOW_MANAGER);
    const keyedIn = await keyIn(overSocket.url, cloud.people.bob);
    expect(keyedIn.status, keyedIn.text).toBe(200);
    const curl = ['--silent', '--show-error', '--max-time', '5', '--unix-socket', socket, 'http://localhost/status'];
    expect(() => execFileSync('curl', curl, { ...STRANGER, stdio: 'pipe' })).toThrow(
      /Could(n't| not) connect|Permission denied/i,
    );
  });
});

/** Gives each account its files, in folders of mode 0700; the folder of the socket is for both. */
async function handOver(computer: Computer): Promise<{
  credentialFile: string;
  requesterKey: string;
  flowManagerKey: string;
  sockets: string;
}> {
  const { folder, credentialFile, channelKeyFile } = computer;
  const own = async (name: string, { uid, gid }: OsAccount, mode: number): Promise<string> => {
    const path = join(folder, name);
    await mkdir(path);
    await chmod(path, mode);
    await chown(path, uid, gid);
    return path;
  };
  const requesterFolder = await own('requester', REQUESTER, 0o700);
  const flowManagerFolder = await own('flow-manager', FLOW_MANAGER, 0o700);
  const places = {
    credentialFile: join(requesterFolder, 'credential.json'),
    requesterKey: join(requesterFolder, 'channel-key'),
    flowManagerKey: join(flowManagerFolder, 'channel-key'),
    sockets: await own('sockets', REQUESTER, 0o750),
  };
  await chmod(folder, 0o755);
  await copyFile(channelKeyFile, places.flowManagerKey);
  await rename(channelKeyFile, places.requesterKey);
  await rename(credentialFile, places.credentialFile);
  await chown(places.flowManagerKey, FLOW_MANAGER.uid, FLOW_MANAGER.gid);
  await chown(places.requesterKey, REQUESTER.uid, REQUESTER.gid);
  await chown(places.credentialFile, REQUESTER.uid, REQUESTER.gid);
  return places;
}
