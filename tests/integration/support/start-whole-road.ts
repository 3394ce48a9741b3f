import type { Accounts } from './accounts.ts';
import { makeComputer, type Computer } from './computer.ts';
import { makeCloud, type Cloud } from './make-cloud.ts';
import { startServer, type StartedServer } from './start-server.ts';

/** The three servers, joined over TCP unless their build says otherwise. */
export interface WholeRoad {
  readonly cloud: Cloud;
  readonly computer: Computer;
  readonly requester: StartedServer;
  readonly flowManager: StartedServer;
  /** Where each local service has an account of its own. */
  readonly accounts?: Accounts;
}

/** Starts cloud, access requester and flow manager. */
export async function startWholeRoad(cloudArgs: readonly string[] = []): Promise<WholeRoad> {
  const cloud = await makeCloud(cloudArgs);
  const computer = await makeComputer(cloud.installed);
  const requester = await startRequester(computer, cloud.url);
  const flowManager = await startFlowManager(computer, { cloudUrl: cloud.url, requesterUrl: requester.url });
  return { cloud, computer, requester, flowManager };
}

/** Starts the access requester of a computer; without more words over TCP. */
export function startRequester(
  computer: Computer,
  cloudUrl: string,
  at: readonly string[] = ['--port', '0', '--channel-key-file', computer.channelKeyFile],
): Promise<StartedServer> {
  return startServer('requester', ['--cloud-url', cloudUrl, '--credential-file', computer.credentialFile, ...at]);
}

/** Starts the flow manager of a computer over TCP. */
export function startFlowManager(
  computer: Computer,
  road: { cloudUrl: string; requesterUrl: string },
  args: readonly string[] = [],
): Promise<StartedServer> {
  return startServer('flowManager', [...flowManagerArgs(computer, road), ...args]);
}

/** The arguments of a flow manager on a free port. */
function flowManagerArgs(
  { deviceFile, channelKeyFile, stateDir }: Computer,
  { cloudUrl, requesterUrl }: { cloudUrl: string; requesterUrl: string },
): string[] {
  return [
    // The computer that runs the tests stays as it is.
    ...['--port', '0', '--device', deviceFile, '--state-dir', stateDir, '--apply', 'no'],
    ...['--cloud-url', cloudUrl, '--requester-url', requesterUrl, '--channel-key-file', channelKeyFile],
  ];
}
