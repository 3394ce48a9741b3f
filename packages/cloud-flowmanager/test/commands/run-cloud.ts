import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand, withCloud } from '../support/run-cloud.ts';

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `gpii-cloud` with the arguments, the folder as its data folder, and the text as its standard input. */
export async function runCloud(dataDir: string, args: readonly string[], stdin = ''): Promise<Ended> {
  const { exitCode, ...output } = await runCommand(args, { stdin, env: { GPII_CLOUD_DATA_DIR: dataDir } });
  return { code: exitCode, ...output };
}

/** Runs it with `--json`, and gives what it printed. */
export async function runJson<T>(dataDir: string, args: readonly string[], stdin = ''): Promise<T> {
  const { code, stdout, stderr } = await runCloud(dataDir, [...args, '--json'], stdin);
  if (code !== 0) throw new Error(`gpii-cloud ${args.join(' ')} ended with ${code ?? 'a signal'}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** Runs a test while a server has the folder open; gives it the server's address. */
export async function withServer(dataDir: string, test: (url: string) => Promise<void>): Promise<void> {
  await withCloud(dataDir, async ({ url, stop }) => {
    await test(url);
    await stop();
  });
}

/** Runs a test with an empty folder, which is removed afterwards. */
export async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gpii-cloud-'));
  try {
    await test(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
