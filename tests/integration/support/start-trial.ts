import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentialFileSchema } from '@gpii/protocol';
import { keepSecret } from './secrets.ts';
import { startProcess, type StartedProcess } from './start-process.ts';
import { runCommand, type CommandResult } from './run-command.ts';
import { testFile } from './test-file.ts';

const FREE_PORTS = ['--cloud-port', '0', '--requester-port', '0', '--flow-manager-port', '0'];

/** Runs `npm start` with `--once` to its end. */
export async function runTrialOnce(dataDir: string, args: readonly string[] = FREE_PORTS): Promise<CommandResult> {
  testFile.dataFolders.add(dataDir);
  const result = await runCommand({ program: 'trial', args: ['--once', '--data-dir', dataDir, ...args] });
  keepSecretsOf(dataDir);
  return result;
}

/** Starts `npm start`, which runs until it is stopped. */
export function startTrial(dataDir: string): StartedProcess {
  testFile.dataFolders.add(dataDir);
  return startProcess({ program: 'trial', args: ['--data-dir', dataDir, ...FREE_PORTS], isServer: false });
}

/** What the trial made for itself may stand in its two files, and nowhere else. */
export function keepSecretsOf(dataDir: string): void {
  const files = {
    credential: join(dataDir, 'access-requester/credential.json'),
    key: join(dataDir, 'access-requester/channel-key'),
  };
  if (!existsSync(files.credential) || !existsSync(files.key)) return;
  try {
    const { installed } = credentialFileSchema.parse(JSON.parse(readFileSync(files.credential, 'utf8')));
    keepSecret('client secret', installed.client_secret);
  } catch {
    // A test has damaged it.
  }
  keepSecret('channel key', readFileSync(files.key, 'utf8').trim());
}
