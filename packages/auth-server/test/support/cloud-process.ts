import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createKeptCommands } from '../../../service-kit/test/support/kept-commands.ts';
import { createKeptServers, type ServerProcess } from '../../../service-kit/test/support/kept-servers.ts';
import { RECORDS } from './records.ts';

const program = { name: 'gpii-cloud', main: new URL('../../../cloud-flowmanager/dist/main.js', import.meta.url) };
/** A disk or a machine that stalls makes no 503. */
const env = { ...process.env, GPII_CLOUD_STORE_DEADLINE_MS: '20000' };
const kept = createKeptCommands(program);
const startKept = createKeptServers(program);

/** A real `gpii-cloud` on a free port, in a process that others had before, with the records of the test. */
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
  await run(
    ['import', 'records', '-', '--data-dir', dataDir],
    RECORDS.map((record) => JSON.stringify(record)).join('\n'),
  );
}

async function serve(dataDir: string, more: readonly string[]): Promise<CloudProcess> {
  const child = startKept({ args: ['serve', '--port', '0', '--data-dir', dataDir, ...more], env });
  const lines: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on('line', (line) => {
        lines.push(line);
        if (line.startsWith('{"event":"listening"')) resolve((JSON.parse(line) as { url: string }).url);
      });
    }
    void child.ended.then(() => {
      reject(new Error(`The cloud ended: ${lines.join('\n')}`));
    });
  });
  return {
    port: Number(new URL(url).port),
    url,
    lines,
    listAudit: async () =>
      JSON.parse(await run(['audit', '--json', '--data-dir', dataDir])) as Record<string, unknown>[],
    stop: () => stop(child, dataDir),
  };
}

async function stop(child: ServerProcess, dataDir: string): Promise<void> {
  child.kill('SIGTERM');
  await child.ended;
  await rm(dataDir, { recursive: true, force: true });
}

/** What a command says on stdout. */
async function run(args: readonly string[], stdin = ''): Promise<string> {
  const { exitCode, stdout, stderr } = await kept.run({ args, stdin, env });
  if (exitCode !== 0) throw new Error(`gpii-cloud ${args.join(' ')} ended with ${String(exitCode)}: ${stderr}`);
  return stdout;
}
