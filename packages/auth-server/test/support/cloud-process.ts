import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { RECORDS } from './records.ts';

const BINARY = fileURLToPath(new URL('../../../cloud-flowmanager/bin/gpii-cloud.js', import.meta.url));

/** A real `gpii-cloud` process on a free port, with the records of the test. */
export interface CloudProcess {
  readonly port: number;
  readonly url: string;
  /** Every line that it has written so far. */
  readonly lines: readonly string[];
  /** What the operator's `audit --json` shows, the newest first. */
  listAudit(): Promise<readonly Readonly<Record<string, unknown>>[]>;
  stop(): Promise<void>;
}

/** Imports the records into a fresh folder by stdin, and serves it. */
export async function startCloud(...serveArguments: readonly string[]): Promise<CloudProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gpii-conformance-'));
  try {
    await importRecords(dataDir);
    return await serve(dataDir, serveArguments);
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
}

async function importRecords(dataDir: string): Promise<void> {
  const child = run(['import', 'records', '-', '--data-dir', dataDir]);
  child.stdin?.end(RECORDS.map((record) => JSON.stringify(record)).join('\n'));
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()));
  child.stdout?.resume();
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The import ended with ${String(code)}: ${words}`);
}

async function serve(dataDir: string, more: readonly string[]): Promise<CloudProcess> {
  const child = run(['serve', '--port', '0', '--data-dir', dataDir, ...more]);
  child.stdin?.end();
  const lines: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (line.startsWith('{"event":"listening"')) resolve((JSON.parse(line) as { url: string }).url);
      });
    }
    child.once('close', () => {
      reject(new Error(`The cloud ended: ${lines.join('\n')}`));
    });
  });
  return {
    port: Number(new URL(url).port),
    url,
    lines,
    listAudit: () => listAudit(dataDir),
    stop: () => stop(child, dataDir),
  };
}

async function listAudit(dataDir: string): Promise<readonly Record<string, unknown>[]> {
  const child = run(['audit', '--json', '--data-dir', dataDir]);
  child.stdin?.end();
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.resume();
  await once(child, 'close');
  return JSON.parse(text) as Record<string, unknown>[];
}

async function stop(child: ChildProcess, dataDir: string): Promise<void> {
  if (child.exitCode === null) {
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    await closed;
  }
  await rm(dataDir, { recursive: true, force: true });
}

/** A disk or a machine that stalls makes no 503. */
function run(args: readonly string[]): ChildProcess {
  const env = { ...process.env, GPII_CLOUD_STORE_DEADLINE_MS: '20000' };
  return spawn(process.execPath, [BINARY, ...args], { stdio: ['pipe', 'pipe', 'pipe'], env });
}
