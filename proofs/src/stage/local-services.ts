import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { binOf, startServer, type ServerProcess } from '@gpii/bench';
import type { ProofStage } from '../proof.ts';
import type { Client } from './records.ts';

type Place = Pick<ProofStage, 'workplace' | 'root'>;
type OnLine = (line: string) => void;

/** An access requester that runs. */
export interface Requester extends ServerProcess {
  readonly channelKey: string;
  readonly channelKeyFile: string;
}

/** Starts an access requester with a credential. */
export async function startRequester(
  { workplace, root }: Place,
  { cloud, client, onLine }: { cloud: ServerProcess; client: Client; onLine: OnLine },
): Promise<Requester> {
  const { clientId, clientSecret } = client;
  const installed = { client_id: clientId, client_secret: clientSecret, name: 'Proof', token_uri: cloud.url };
  const credentialFile = await writePrivate(join(workplace.folder, 'credential.json'), JSON.stringify({ installed }));
  const channelKey = randomBytes(32).toString('base64url');
  const channelKeyFile = await writePrivate(join(workplace.folder, 'channel-key'), `${channelKey}\n`);
  const files = ['--credential-file', credentialFile, '--channel-key-file', channelKeyFile];
  const args = ['serve', '--port', '0', '--cloud-url', cloud.url, ...files];
  const server = await startServer({ name: 'requester', script: binOf(root, 'requester'), args, onLine }, workplace);
  return { ...server, channelKey, channelKeyFile };
}

/** Starts a flow manager on the device of the trial. */
export function startFlowManager(
  { workplace, root }: Place,
  { cloud, requester, onLine }: { cloud: ServerProcess; requester: Requester; onLine: OnLine },
): Promise<ServerProcess> {
  const others = ['--cloud-url', cloud.url, '--requester-url', requester.url];
  const files = [
    '--channel-key-file',
    requester.channelKeyFile,
    '--device',
    join(root, 'trial', 'data', 'device.json'),
  ];
  const args = ['serve', '--port', '0', '--apply', 'no', '--state-dir', workplace.folder, ...others, ...files];
  return startServer({ name: 'flow-manager', script: binOf(root, 'flowManager'), args, onLine }, workplace);
}

async function writePrivate(file: string, content: string): Promise<string> {
  await writeFile(file, content, { mode: 0o600 });
  return file;
}
