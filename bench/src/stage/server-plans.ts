import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServerPlan, ServerProcess } from '../processes/server-process.ts';
import type { BenchPeople, RegistryChoice } from './bench-data.ts';
import type { RecordedAnswer } from './recorded-answer.ts';

/** How a cloud is started. */
export interface CloudOptions {
  /** `cloud` unless there are several. */
  readonly name?: string;
  readonly dataDir: string;
  readonly registry: RegistryChoice;
  /** The clone that it is of; this one when left out. */
  readonly root?: string;
  /** Settings that differ from the defaults, as flags. */
  readonly flags?: readonly string[];
}

/** The libraries of others that do what the token endpoint does, each in a server of its own. */
export type Peer = 'oidc-provider-level' | 'oauth2orize-pouchdb';

/** What a flow manager stands on. */
export interface FlowManagerOptions {
  readonly cloud: ServerProcess;
  readonly requester: ServerProcess;
  readonly registry: RegistryChoice;
}

/** What all plans of local servers need. */
interface Place {
  /** Where their secrets are put, in files of 0600. */
  readonly folder: string;
  readonly people: BenchPeople;
  readonly root: string;
}

const BARE_SERVER = fileURLToPath(new URL('../bare-server.js', import.meta.url));

const PEERS = fileURLToPath(new URL('../../peers', import.meta.url));

const BINS = {
  cloud: 'packages/cloud-flowmanager/bin/gpii-cloud.js',
  requester: 'packages/access-requester/bin/gpii-access-requester.js',
  flowManager: 'packages/untrusted-flowmanager/bin/gpii-flowmanager.js',
} as const;

/** The built command of a server. */
export function binOf(root: string, server: keyof typeof BINS): string {
  return join(root, BINS[server]);
}

/** A server that sends recorded bytes. */
export function planBare(name: string, answer: RecordedAnswer): ServerPlan {
  return { name, script: BARE_SERVER, args: [], input: JSON.stringify(answer) };
}

/** A cloud with default settings but for `flags`. */
export function planCloud({
  name = 'cloud',
  dataDir,
  registry,
  root,
  flags = [],
}: CloudOptions & { root: string }): ServerPlan {
  const args = ['serve', '--port', '0', '--data-dir', dataDir, '--solutions', registry.solutionsDir, ...flags];
  return { name, script: binOf(root, 'cloud'), args };
}

/** A peer that stores in a folder of its own and knows the same people. */
export function planPeer(peer: Peer, { folder, people }: Place): ServerPlan {
  const { clientId, clientSecret, gpiiTokens } = people;
  const input = JSON.stringify({ dataDir: join(folder, peer), clientId, clientSecret, gpiiTokens });
  return { name: peer, script: join(PEERS, `${peer}.mjs`), args: [], input };
}

/** An access requester that holds the credential of the people. */
export async function planRequester({ folder, people, root }: Place, cloud: ServerProcess): Promise<ServerPlan> {
  const { clientId, clientSecret } = people;
  const installed = { client_id: clientId, client_secret: clientSecret, name: 'Bench' };
  const file = await writePrivate(join(folder, 'credential.json'), JSON.stringify({ installed }));
  const channel = ['--channel-key-file', await writeChannelKey(folder, people)];
  const args = ['serve', '--port', '0', '--cloud-url', cloud.url, '--credential-file', file, ...channel];
  return { name: 'requester', script: binOf(root, 'requester'), args };
}

/** A flow manager on the device of the registry. */
export async function planFlowManager(
  { folder, people, root }: Place,
  { cloud, requester, registry }: FlowManagerOptions,
): Promise<ServerPlan> {
  const channel = ['--channel-key-file', await writeChannelKey(folder, people)];
  const others = ['--cloud-url', cloud.url, '--requester-url', requester.url];
  const args = ['serve', '--port', '0', '--apply', 'no', ...others, ...channel, '--device', registry.deviceFile];
  return { name: 'flow-manager', script: binOf(root, 'flowManager'), args };
}

function writeChannelKey(folder: string, { channelKey }: BenchPeople): Promise<string> {
  return writePrivate(join(folder, 'channel-key'), `${channelKey}\n`);
}

async function writePrivate(file: string, content: string): Promise<string> {
  await writeFile(file, content, { mode: 0o600 });
  return file;
}
