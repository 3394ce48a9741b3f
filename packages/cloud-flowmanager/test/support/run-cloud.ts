import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { operatorFileSchema, type OperatorFile } from '@gpii/protocol';
import { createKeptCommands, type Ended } from '../../../service-kit/test/support/kept-commands.ts';
import {
  asServerProcess,
  createKeptServers,
  type ServerProcess,
} from '../../../service-kit/test/support/kept-servers.ts';

export type { Ended };

const bin = fileURLToPath(new URL('../../bin/gpii-cloud.js', import.meta.url));

/** A cloud that is running. */
export interface RunningCloud {
  readonly url: string;
  readonly operatorUrl: string;
  readonly listening: Readonly<Record<string, unknown>>;
  readonly stop: (signal?: NodeJS.Signals) => Promise<Ended>;
  readonly signal: (signal: NodeJS.Signals) => void;
}

/** What a command is given beside its arguments. */
export interface CommandInput {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `gpii-cloud` to its end in a process of its own, with no GPII variables but those given and a long deadline of the database. */
export async function runCloud(args: readonly string[], { stdin = '', env = {} }: CommandInput = {}): Promise<Ended> {
  const child = start(args, env);
  const { ended } = collect(asServerProcess(child));
  child.stdin.on('error', () => undefined).end(stdin);
  return ended;
}

const program = { name: 'gpii-cloud', main: new URL('../../dist/main.js', import.meta.url) };
const kept = createKeptCommands(program);
const startKept = createKeptServers(program);

/**
 * Runs a command as `runCloud` does, in a process that all commands of a worker share: for claims about what a command does
 * with data, not about its process. Not for `serve`.
 */
export function runCommand(args: readonly string[], { stdin = '', env = {} }: CommandInput = {}): Promise<Ended> {
  return kept.run({ args, stdin, env: { ...cleanEnvironment(), ...env } });
}

/** Runs a test with `gpii-cloud serve` on free ports, in a process that served before; the server has ended afterwards. */
export function withCloud(
  dataDir: string,
  test: (cloud: RunningCloud) => Promise<void>,
  args: readonly string[] = [],
): Promise<void> {
  return withServer(startKept({ args: serveArgs(dataDir, args), env: cleanEnvironment() }), test);
}

/** The same in a process of its own, for claims about how it starts and ends. */
export function withCloudProcess(dataDir: string, test: (cloud: RunningCloud) => Promise<void>): Promise<void> {
  return withServer(asServerProcess(start(serveArgs(dataDir), {})), test);
}

function serveArgs(dataDir: string, more: readonly string[] = []): readonly string[] {
  return ['serve', '--port', '0', '--data-dir', dataDir, ...more];
}

async function withServer(child: ServerProcess, test: (cloud: RunningCloud) => Promise<void>): Promise<void> {
  const { ended, firstLine } = collect(child);
  try {
    const listening = JSON.parse(await firstLine) as Readonly<Record<string, unknown>>;
    await test({
      url: String(listening.url),
      operatorUrl: String(listening.operatorUrl),
      listening,
      stop: (signal = 'SIGTERM') => {
        child.kill(signal);
        return ended;
      },
      signal: (signal) => {
        child.kill(signal);
      },
    });
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** operator.json of a data folder. */
export async function readOperator(dataDir: string): Promise<OperatorFile> {
  return operatorFileSchema.parse(JSON.parse(await readFile(join(dataDir, 'operator.json'), 'utf8')));
}

function start(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcessByStdio<Writable, Readable, Readable> {
  return spawn(process.execPath, [bin, ...args], {
    env: { ...cleanEnvironment(), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** No variable of ours but one: a disk or a machine that stalls makes no 503. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('GPII_'));
  return { ...Object.fromEntries(others), GPII_CLOUD_STORE_DEADLINE_MS: '20000' };
}

function collect(child: ServerProcess): { ended: Promise<Ended>; firstLine: Promise<string> } {
  const output = { stdout: '', stderr: '' };
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const ended = child.ended.then((exitCode) => ({ exitCode, ...output }));
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
      const end = output.stdout.indexOf('\n');
      if (end !== -1) resolve(output.stdout.slice(0, end));
    });
    void ended.then(({ stderr }) => {
      reject(new Error(`It ended first: ${stderr}`));
    });
  });
  // Commands that are run to their end have no first line to wait for.
  firstLine.catch(() => undefined);
  return { ended, firstLine };
}
