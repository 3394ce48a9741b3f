import { chmod, chown, copyFile, link, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readAs, whyNoAccounts, type Accounts, type OsAccount } from '../support/accounts.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { keyIn, keyOut } from '../support/local-calls.ts';
import { runCommand } from '../support/run-command.ts';
import { startServer, type StartedServer } from '../support/start-server.ts';
import type { WholeRoad } from '../support/start-whole-road.ts';
import { startStranger, type Stranger } from '../support/stranger.ts';
import { theRoad } from '../support/the-road.ts';

const passedOver = whyNoAccounts === undefined ? '' : ` (passed over: ${whyNoAccounts})`;

describe.skipIf(whyNoAccounts !== undefined)(`other accounts of this computer${passedOver}`, () => {
  let road: WholeRoad;
  let accounts: Accounts;
  let stranger: Stranger;
  let overTcp: { requester: StartedServer; flowManager: StartedServer };
  beforeAll(async () => {
    road = await theRoad();
    if (road.accounts === undefined) throw new Error('This build has no accounts of its own');
    accounts = road.accounts;
    stranger = startStranger(accounts.stranger);
    overTcp = await startOverTcp(road, accounts);
  });

  const pathOf = (url: string): string => url.replace(/^unix:/, '');

  test('sockets have the owner, group and mode that examples/platform-linux says', async () => {
    const rights = async (path: string): Promise<object> => {
      const { uid, gid, mode } = await stat(path);
      return { uid, gid, mode: mode & 0o7777 };
    };
    const { requester, flowManager, listener } = accounts;
    const [ofRequester, ofFlowManager] = [pathOf(road.requester.url), pathOf(road.flowManager.url)];
    expect(await rights(ofRequester)).toEqual({ uid: requester.uid, gid: flowManager.gid, mode: 0o660 });
    expect(await rights(dirname(ofRequester))).toEqual({ uid: requester.uid, gid: flowManager.gid, mode: 0o2750 });
    expect(await rights(ofFlowManager)).toEqual({ uid: flowManager.uid, gid: listener.gid, mode: 0o660 });
    expect(await rights(dirname(dirname(ofRequester)))).toEqual({ uid: 0, gid: 0, mode: 0o755 });
  });

  test('the listener keys people in and out, and reaches neither access tokens nor the secret', async () => {
    const input = await road.cloud.newPerson();
    const { uid, gid } = accounts.listener;
    for (const act of ['key-in', 'key-out']) {
      const args = [act, '-', '--socket', pathOf(road.flowManager.url)];
      expect(await runCommand({ program: 'flowManager', args, input, uid, gid })).toMatchObject({
        code: 0,
        stderr: '',
      });
    }
    const listener = startStranger(accounts.listener);
    const at = { socketPath: pathOf(road.requester.url) };
    expect(await listener.ask({ times: 1, at, headers: {}, body: '' })).toEqual(['EACCES']);
  });

  test("the flow manager's account can read neither credential, memory nor environment of the requester", () => {
    const { requester, computer } = road;
    expect(readAs(accounts.requester, computer.credentialFile)).toContain(road.cloud.installed.clientId);
    for (const account of [accounts.flowManager, accounts.listener, accounts.stranger]) {
      for (const file of [computer.credentialFile, `/proc/${requester.pid}/environ`, `/proc/${requester.pid}/mem`]) {
        expect(readAs(account, file)).toMatch(/Permission denied/);
      }
    }
  });

  test('a third account gets 0 of 100 access tokens', async () => {
    const body = JSON.stringify({ gpiiToken: road.cloud.people.alice });
    const mark = road.cloud.server.log.mark();
    const onSocket = { socketPath: pathOf(road.requester.url) };
    const denied = await stranger.ask({ times: 50, at: onSocket, headers: {}, body });
    expect(denied).toEqual(Array<string>(50).fill('EACCES'));
    const { hostname: host, port } = new URL(overTcp.requester.url);
    const at = { host, port: Number(port) };
    const guesses = [{}, { authorization: 'Bearer a-guess' }];
    for (const headers of guesses) {
      const refused = await stranger.ask({ times: 25, at, headers, body });
      expect(refused).toEqual(Array<number>(25).fill(403));
    }
    expect(road.cloud.server.log.lines().slice(mark)).toEqual([]);
  });

  test('over TCP, the flow manager sends when it is the account of the requester that listens', async () => {
    const person = await road.cloud.newPerson();
    const keyedIn = await keyIn(overTcp.flowManager.url, person);
    expect(keyedIn.status, keyedIn.text).toBe(200);
    expect((await keyOut(overTcp.flowManager.url, person)).status).toBe(200);
  });

  /** A person keys in while the stranger squats; nothing comes to it, and the log says who it is. */
  async function expectNothingSent(flowManager: StartedServer): Promise<void> {
    const mark = flowManager.log.mark();
    const refused = await keyIn(flowManager.url, await road.cloud.newPerson());
    await expectRefusal(refused, flowManager, {
      status: 503,
      error: 'requester_down',
      reason: 'requester_untrusted',
      message: /^Settings from GPII Cloud can't be reached right now/,
    });
    const { err } = await flowManager.log.withReason(mark, 'requester_untrusted');
    expect(JSON.stringify(err)).toContain('Nothing was sent to');
    expect(await stranger.leave()).toBe(0);
  }

  test('10 squats of the port win nothing', async () => {
    const port = Number(new URL(overTcp.requester.url).port);
    await overTcp.requester.stop();
    const hosts = [
      '127.0.0.1',
      '0.0.0.0',
      '::',
      '127.0.0.1',
      '0.0.0.0',
      '::',
      '127.0.0.1',
      '0.0.0.0',
      '::',
      '127.0.0.1',
    ];
    for (const host of hosts) {
      expect(await stranger.squat({ host, port })).toBe('squatting');
      await expectNothingSent(overTcp.flowManager);
    }
  });

  test('10 squats of the socket win nothing', async () => {
    const squat = join(road.computer.folder, 'squat');
    const [own, place] = [join(squat, 'of-the-stranger'), join(squat, 'requester')];
    await makeFolder(squat, { uid: 0, gid: 0 }, 0o755);
    await makeFolder(own, accounts.stranger, 0o755);
    const flowManager = await startServer(
      'flowManager',
      [...flowManagerArgs(road, accounts), '--requester-socket', join(place, 'socket')],
      { uid: accounts.flowManager.uid, gid: accounts.flowManager.gid },
    );
    const squats = socketSquats(accounts);
    expect(squats).toHaveLength(10);
    for (const [name, prepare, bring] of squats) {
      const at = await prepare(place, own);
      expect(await stranger.squat({ path: join(at, 'socket') }), name).toBe('squatting');
      await bring?.(join(own, 'socket'), join(place, 'socket'));
      await expectNothingSent(flowManager);
      await rm(place, { recursive: true });
      await rm(join(own, 'socket'), { force: true });
    }
  });
});

/** What it is · makes the folder where the requester's socket is expected, and says where the stranger listens · brings it there. */
type SocketSquat = readonly [
  name: string,
  prepare: (place: string, own: string) => Promise<string>,
  bring?: (from: string, to: string) => Promise<void>,
];

function socketSquats({ requester, flowManager, stranger }: Accounts): readonly SocketSquat[] {
  const folderOf =
    (owner: OsAccount, mode: number) =>
    async (place: string): Promise<string> => {
      await makeFolder(place, owner, mode);
      return place;
    };
  /** The requester's own, as it should be; the stranger listens in a folder of its own. */
  const rightFolder = async (place: string, own: string): Promise<string> => {
    await makeFolder(place, { uid: requester.uid, gid: flowManager.gid }, 0o2750);
    return own;
  };
  const group = stranger.gid;
  return [
    ['a folder of everybody', folderOf({ uid: 0, gid: 0 }, 0o777)],
    ['a folder of everybody, as /tmp is', folderOf({ uid: 0, gid: 0 }, 0o1777)],
    ['a folder of the stranger', folderOf(stranger, 0o755)],
    ["root's folder, with the stranger in its group", folderOf({ uid: 0, gid: group }, 0o775)],
    ['the same, as /run/gpii is', folderOf({ uid: 0, gid: group }, 0o1775)],
    ["the requester's folder, with the stranger in its group", folderOf({ uid: requester.uid, gid: group }, 0o775)],
    ["the stranger's socket in the requester's folder", rightFolder, rename],
    ['a link to it', rightFolder, symlink],
    ['a hard link to it', rightFolder, link],
    [
      "a link to the stranger's folder",
      async (place, own) => {
        await symlink(own, place);
        return own;
      },
    ],
  ];
}

async function makeFolder(path: string, { uid, gid }: OsAccount, mode: number): Promise<void> {
  await mkdir(path);
  await chown(path, uid, gid);
  await chmod(path, mode);
}

function flowManagerArgs({ cloud, computer }: WholeRoad, { requester }: Accounts): string[] {
  const requesterArgs = ['--requester-account', requester.name];
  return ['--port', '0', '--cloud-url', cloud.url, '--device', computer.deviceFile, ...requesterArgs];
}

/** A second pair of services, joined over TCP with a channel key, each account with its own copy. */
async function startOverTcp(
  road: WholeRoad,
  { requester, flowManager }: Accounts,
): Promise<{ requester: StartedServer; flowManager: StartedServer }> {
  const { channelKeyFile, credentialFile, folder } = road.computer;
  const giveKey = async (owner: OsAccount, name: string): Promise<string> => {
    const path = join(folder, name, 'channel-key');
    await makeFolder(dirname(path), owner, 0o700);
    await copyFile(channelKeyFile, path);
    await chown(path, owner.uid, owner.gid);
    return path;
  };
  const keys = [
    await giveKey(requester, 'key-of-requester'),
    await giveKey(flowManager, 'key-of-flow-manager'),
  ] as const;
  const requesterArgs = ['--port', '0', '--credential-file', credentialFile, '--channel-key-file', keys[0]];
  const listening = await startServer('requester', [...requesterArgs, '--cloud-url', road.cloud.url], {
    uid: requester.uid,
    gid: requester.gid,
  });
  const joined = await startServer(
    'flowManager',
    [
      ...flowManagerArgs(road, { requester } as Accounts),
      ...['--requester-url', listening.url, '--channel-key-file', keys[1]],
    ],
    { uid: flowManager.uid, gid: flowManager.gid },
  );
  expect(readAs(flowManager, keys[0])).toMatch(/Permission denied/);
  expect(await readFile(keys[1], 'utf8')).toBe(await readFile(channelKeyFile, 'utf8'));
  return { requester: listening, flowManager: joined };
}
