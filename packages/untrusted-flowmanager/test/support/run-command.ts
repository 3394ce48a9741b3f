import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createKeptCommands, type Ended } from '../../../service-kit/test/support/kept-commands.ts';
import {
  asServerProcess,
  createKeptServers,
  type ServerProcess,
} from '../../../service-kit/test/support/kept-servers.ts';

const bin = fileURLToPath(new URL('../../bin/gpii-flowmanager.js', import.meta.url));

/** One JSON line of a server. */
export type LogLine = Readonly<Record<string, unknown>>;

/** A server that was started by a test. */
export interface StartedServer {
  readonly pid: number;
  readonly url: string;
  readonly lines: readonly LogLine[];
  /** The next line (from the first one on) that fits and was not given before. */
  takeLine(fits: (line: LogLine) => boolean): Promise<LogLine>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const program = { name: 'gpii-flowmanager', main: new URL('../../dist/main.js', import.meta.url) };
const kept = createKeptCommands(program);
const startKept = createKeptServers(program);

/** Runs a command as `runProcess` does, in a process that all commands of a worker share. Not for `serve`. */
export function runCommand(
  args: readonly string[],
  stdin = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return kept.run({ args, stdin, env: environmentWith(environment) });
}

/** Runs the real command to its end, in a process of its own. */
export async function runProcess(
  args: readonly string[],
  stdin = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = start(args, environment);
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  child.stdin.end(stdin);
  return { exitCode: await asServerProcess(child).ended, ...output };
}

/** Starts the real server, in a process that served before, and waits for its listening line. */
export function startServer(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<StartedServer> {
  return untilListening(startKept({ args: ['serve', ...args], env: environmentWith(environment) }));
}

/** The same in a process of its own, for claims about how it starts and ends. */
export function startServerProcess(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<StartedServer> {
  return untilListening(asServerProcess(start(['serve', ...args], environment)));
}

async function untilListening(child: ServerProcess): Promise<StartedServer> {
  const lines: LogLine[] = [];
  const taken = new Set<LogLine>();
  let look: () => void = () => undefined;
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.map((part) => JSON.parse(part) as LogLine));
    look();
  });
  const { ended } = child;
  const takeLine = (fits: (line: LogLine) => boolean): Promise<LogLine> =>
    new Promise((resolve, reject) => {
      look = () => {
        const line = lines.find((candidate) => !taken.has(candidate) && fits(candidate));
        if (line === undefined) return;
        taken.add(line);
        look = () => undefined;
        resolve(line);
      };
      look();
      void ended.then(() => {
        reject(new Error(`The server ended: ${stderr}`));
      });
    });
  const listening = await takeLine((line) => line.event === 'listening');
  return {
    pid: child.pid,
    url: String(listening.url),
    lines,
    takeLine,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}

/** A folder for a test, and how to remove it. */
export function makeFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'gpii-flowmanager-'));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** A home that nobody has: nothing of the person who runs the tests may be read or changed. */
const NO_HOME = { HOME: join(tmpdir(), 'gpii-no-home'), XDG_CONFIG_HOME: '', XDG_STATE_HOME: '' };

function start(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcessByStdio<Writable, Readable, Readable> {
  return spawn(process.execPath, [bin, ...args], {
    env: environmentWith(environment),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

function environmentWith(environment: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GPII_'));
  return { ...Object.fromEntries(inherited), ...NO_HOME, GPII_FLOWMANAGER_APPLY: 'no', ...environment };
}
