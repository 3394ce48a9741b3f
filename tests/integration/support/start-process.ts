import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cloneDir, nodeArgumentsOf, type Program } from './places.ts';
import { createServerLog, type ServerLog } from './server-log.ts';
import { testFile } from './test-file.ts';
import { within } from './until.ts';

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process of one of our programs. */
export interface StartedProcess {
  readonly name: string;
  readonly args: readonly string[];
  readonly isServer: boolean;
  readonly pid: number;
  /** Its stdout. */
  readonly log: ServerLog;
  readonly stderr: () => string;
  /** `/proc/PID/cmdline` as it was whenever it was looked at. */
  readonly seenArguments: () => string;
  /** `/proc/PID/environ` likewise. */
  readonly seenEnvironment: () => string;
  /** Looks at both now. */
  readonly look: () => void;
  readonly ended: Promise<ProcessEnd>;
  readonly isRunning: () => boolean;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** SIGTERM, and waits for the end. */
  readonly stop: () => Promise<ProcessEnd>;
  /** SIGKILL, and waits for the end. */
  readonly kill: () => Promise<ProcessEnd>;
}

/** What to start. */
export interface ProcessPlan {
  readonly program: Program;
  readonly args: readonly string[];
  readonly isServer: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
  /** What it reads from stdin. */
  readonly input?: string;
}

const STOP_DEADLINE_MS = 20_000;

/**
 * No flow manager changes the computer that the tests run on, and a disk or a machine that stalls makes no 503, unless a test says so.
 */
const CALM = { GPII_FLOWMANAGER_APPLY: 'no', GPII_CLOUD_STORE_DEADLINE_MS: '20000' };

/** What every program gets: nothing else of the test runner's environment. */
export function baseEnvironment(): Record<string, string> {
  const { PATH = '', HOME = '/' } = process.env;
  return { PATH, HOME, ...CALM };
}

/**
 * Starts a program. Its environment is what the plan says, PATH, HOME and what keeps tests calm: nothing of the test runner's.
 */
export function startProcess({ program, args, isServer, env, uid, gid, input }: ProcessPlan): StartedProcess {
  const child = spawn(process.execPath, [...nodeArgumentsOf(program), ...args], {
    cwd: cloneDir,
    env: { ...baseEnvironment(), ...env },
    stdio: 'pipe',
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  });
  const name = `${program} ${args[0] ?? ''} (process ${child.pid ?? 0})`;
  const log = createServerLog(name);
  const seen = { stderr: '', args: '', environment: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    log.add(text);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (seen.stderr += text));
  // A program that ends early closes its input.
  child.stdin.on('error', () => undefined).end(input ?? '');
  let running = true;
  const ended = new Promise<ProcessEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      running = false;
      resolve({ code, signal });
    });
  });
  ended.catch(() => (running = false));
  const pid = child.pid ?? 0;
  const look = (): void => {
    if (!running) return;
    seen.args += readProc(pid, 'cmdline');
    seen.environment += readProc(pid, 'environ');
  };
  const end = (signal: NodeJS.Signals): Promise<ProcessEnd> => {
    look();
    child.kill(signal);
    return within(`the end of ${name} after ${signal}`, ended, STOP_DEADLINE_MS);
  };
  const started: StartedProcess = {
    name,
    args,
    isServer,
    pid,
    log,
    stderr: () => seen.stderr,
    seenArguments: () => seen.args,
    seenEnvironment: () => seen.environment,
    look,
    ended,
    isRunning: () => running,
    signal: (signal) => {
      child.kill(signal);
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
  testFile.processes.push(started);
  return started;
}

function readProc(pid: number, file: 'cmdline' | 'environ'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
