import { randomUUID } from 'node:crypto';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OsAccount } from './accounts.ts';
import { LINUX_DEVICE } from './cloud-calls.ts';
import type { Client } from './make-cloud.ts';
import { makeSecret } from './secrets.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';
import { testFile } from './test-file.ts';

/** The files of a computer on which an access requester and a flow manager run. */
export interface Computer {
  readonly folder: string;
  readonly credentialFile: string;
  readonly channelKeyFile: string;
  readonly deviceFile: string;
  readonly stateDir: string;
  /** Puts a credential file in place of the one that is there, in one step, as an installer does. */
  replaceCredential(client: Client): Promise<void>;
  /** Puts any text in its place. */
  replaceCredentialText(text: string): Promise<void>;
  removeCredential(): Promise<void>;
}

/**
 * Makes the files of a computer: credential and channel key of mode 0600, a device report, a state folder.
 *
 * @param owner - Gets the credential and its folder. Default: our own account.
 */
export async function makeComputer(client?: Client, owner?: OsAccount): Promise<Computer> {
  const folder = await makeTemporaryFolder();
  const own = join(folder, 'requester');
  await mkdir(own, { mode: 0o700 });
  if (owner !== undefined) await chown(own, owner.uid, owner.gid);
  const stateDir = join(folder, 'state');
  await mkdir(stateDir, { mode: 0o700 });
  testFile.dataFolders.add(stateDir);
  const computer: Computer = {
    folder,
    credentialFile: join(own, 'credential.json'),
    channelKeyFile: join(folder, 'channel-key'),
    deviceFile: join(folder, 'device.json'),
    stateDir,
    replaceCredential: (next) => computer.replaceCredentialText(credentialText(next)),
    replaceCredentialText: async (text) => {
      const draft = join(own, randomUUID());
      await writeFile(draft, text, { mode: 0o600 });
      if (owner !== undefined) await chown(draft, owner.uid, owner.gid);
      await rename(draft, computer.credentialFile);
    },
    removeCredential: () => rm(computer.credentialFile, { force: true }),
  };
  await writeFile(computer.channelKeyFile, `${makeSecret('channel key')}\n`, { mode: 0o600 });
  await writeFile(computer.deviceFile, JSON.stringify(LINUX_DEVICE));
  if (client !== undefined) await computer.replaceCredential(client);
  return computer;
}

function credentialText({ clientId, clientSecret }: Client): string {
  const installed = {
    client_id: clientId,
    client_secret: clientSecret,
    name: 'Bakersfield AJC - PC1',
    token_uri: 'https://flowmanager.gpii.net/oauth2/access_token',
  };
  return JSON.stringify({ installed });
}
