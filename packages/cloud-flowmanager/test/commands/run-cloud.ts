import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/gpii-cloud.js', import.meta.url));
const DEADLINE_MS = 30_000;

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `gpii-cloud` with the arguments, the folder as its data folder, and the text as its standard input. */
export async function runCloud(dataDir: string, args: readonly string[], stdin = ''): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { ...process.env, GPII_CLOUD_DATA_DIR: dataDir },
    timeout: DEADLINE_MS,
  });
  child.stdin.end(stdin);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}

/** Runs it with `--json`, and gives what it printed. */
export async function runJson<T>(dataDir: string, args: readonly string[], stdin = ''): Promise<T> {
  const { code, stdout, stderr } = await runCloud(dataDir, [...args, '--json'], stdin);
  if (code !== 0) throw new Error(`gpii-cloud ${args.join(' ')} ended with ${code ?? 'a signal'}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** Runs a test while a server has the folder open; gives it the server's address. */
export async function withServer(dataDir: string, test: (url: string) => Promise<void>): Promise<void> {
  const args = ['serve', '--port', '0', '--data-dir', dataDir];
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    for await (const line of createInterface(child.stdout)) {
      const { event, url } = JSON.parse(line) as { event?: string; url: string };
      if (event !== 'listening') continue;
      child.stdout.resume();
      await test(url);
      return;
    }
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'close');
  }
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
