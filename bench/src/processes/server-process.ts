import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** How long a server may take to listen, and to stop. */
const START_DEADLINE_MS = 30_000;
const STOP_DEADLINE_MS = 12_000;

/** What to start. */
export interface ServerPlan {
  /** Short and unique in a run: `cloud`. */
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  /** What it gets on stdin. */
  readonly input?: string;
  readonly nodeOptions?: readonly string[];
}

/** A server that listens. */
export interface ServerProcess {
  readonly name: string;
  readonly pid: number;
  readonly url: string;
  /** From spawn to its listening line. */
  readonly startMs: number;
  stop(): Promise<void>;
}

/** Where processes are started. */
export interface ProcessPlace {
  /** Those that have not ended, so that none outlives the bench. */
  readonly register: Set<ChildProcess>;
  /** Once it has fired, nothing is started any more. */
  readonly signal: AbortSignal;
}

/**
 * Starts a server and waits for its `{"event":"listening","url":…}` line. Its log lines are read and dropped.
 *
 * @throws Error with its last words when it ends before, or takes too long.
 */
export async function startServer(plan: ServerPlan, { register, signal }: ProcessPlace): Promise<ServerProcess> {
  signal.throwIfAborted();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...(plan.nodeOptions ?? []), plan.script, ...plan.args], {
    // The channel is how a server notices that its parent has gone, even by kill -9.
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    env: plainEnvironment(),
    // Its own process group: a Ctrl-C of the terminal is for the bench, which then ends the servers.
    detached: true,
  });
  register.add(child);
  child.once('close', () => register.delete(child));
  child.stdin?.end(plan.input ?? '');
  const url = await untilListening(plan, child);
  const { pid = 0 } = child;
  return { name: plan.name, pid, url, startMs: performance.now() - startedAt, stop: () => stop(child) };
}

/** Ends a process in order; one that does not end is killed. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
  child.kill('SIGTERM');
  await closed;
  clearTimeout(timer);
}

function untilListening({ name }: ServerPlan, child: ChildProcess): Promise<string> {
  const { stdout, stderr } = child as { stdout: Readable; stderr: Readable };
  let lastWords = '';
  stderr.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString('utf8')).slice(-2000);
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`${name} does not listen after ${START_DEADLINE_MS / 1000} s`));
    }, START_DEADLINE_MS);
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(timer);
      reject(new Error(`${name} ended before it listened. ${lastWords.trim()}`));
    });
    const lines = createInterface({ input: stdout }).on('line', (line) => {
      const url = parseListeningLine(line);
      if (url === undefined) return;
      clearTimeout(timer);
      lines.close();
      stdout.resume();
      resolve(url);
    });
  });
}

function parseListeningLine(line: string): string | undefined {
  if (!line.startsWith('{"event":"listening"')) return undefined;
  const { url } = JSON.parse(line) as { url?: unknown };
  return typeof url === 'string' ? url : undefined;
}

/** Default settings: nothing that this account has set for GPII or Node reaches the servers. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const isOurs = (name: string): boolean => name.startsWith('GPII_') || name.startsWith('NODE_');
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOurs(name)));
}
