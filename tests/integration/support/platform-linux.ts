import { chmod, chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeAccounts, whyNoAccounts, type Accounts, type OsAccount } from './accounts.ts';
import { makeComputer, type Computer } from './computer.ts';
import { makeCloud } from './make-cloud.ts';
import { exampleFile } from './places.ts';
import { startServer } from './start-server.ts';
import type { WholeRoad } from './start-whole-road.ts';

/** Where the sockets of a computer are, as `examples/platform-linux` has them below `/run/gpii`. */
interface Sockets {
  readonly requester: string;
  readonly flowManager: string;
}

/**
 * Starts the three servers as `examples/platform-linux` has them: local services on Unix sockets, each under an account of its
 * own; all under ours where accounts can't be made.
 */
export async function startPlatformLinux(): Promise<WholeRoad> {
  const accounts = whyNoAccounts === undefined ? makeAccounts() : undefined;
  const cloud = await makeCloud();
  const computer = await makeComputer(cloud.installed, accounts?.requester);
  await giveToFlowManager(computer, accounts);
  const sockets = await makeSocketFolders(computer, accounts);
  const requester = await startServer(
    'requester',
    [
      ...['--config', exampleFile('platform-linux/access-requester.json5'), '--socket', sockets.requester],
      ...['--cloud-url', cloud.url, '--credential-file', computer.credentialFile],
    ],
    accountOf(accounts?.requester),
  );
  const flowManager = await startServer(
    'flowManager',
    [
      ...['--config', exampleFile('platform-linux/flow-manager.json5'), '--socket', sockets.flowManager],
      ...[
        '--requester-socket',
        sockets.requester,
        '--requester-account',
        accounts?.requester.name ?? String(process.getuid?.()),
      ],
      ...['--cloud-url', cloud.url, '--device', computer.deviceFile, '--state-dir', computer.stateDir, '--apply', 'no'],
    ],
    accountOf(accounts?.flowManager),
  );
  return { cloud, computer, requester, flowManager, ...(accounts === undefined ? {} : { accounts }) };
}

function accountOf(account: OsAccount | undefined): Partial<OsAccount> {
  return account === undefined ? {} : { uid: account.uid, gid: account.gid };
}

async function giveToFlowManager({ folder, stateDir }: Computer, accounts: Accounts | undefined): Promise<void> {
  await chmod(folder, 0o755);
  if (accounts === undefined) return;
  await chown(stateDir, accounts.flowManager.uid, accounts.flowManager.gid);
}

/** The groups that may use the sockets are those of the accounts that do. */
async function makeSocketFolders({ folder }: Computer, accounts: Accounts | undefined): Promise<Sockets> {
  const run = join(folder, 'run');
  await mkdir(run, { mode: 0o755 });
  const make = async (name: string, owner: OsAccount | undefined, group: OsAccount | undefined): Promise<string> => {
    const path = join(run, name);
    await mkdir(path);
    if (owner !== undefined && group !== undefined) await chown(path, owner.uid, group.gid);
    await chmod(path, 0o2750);
    return join(path, 'socket');
  };
  return {
    requester: await make('access-requester', accounts?.requester, accounts?.flowManager),
    flowManager: await make('flow-manager', accounts?.flowManager, accounts?.listener),
  };
}
