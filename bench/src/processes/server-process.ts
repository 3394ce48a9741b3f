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
  /** Over what it inherits. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Gets each line that it writes to stdout; without this they are dropped. */
  readonly onLine?: (line: string) => void;
}

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A server that listens. */
export interface ServerProcess {
  readonly name: string;
  readonly pid: number;
  readonly url: string;
  /** From spawn to its listening line. */
  readonly startMs: number;
  /** Settles when it has ended, for whatever reason. */
  readonly ended: Promise<ProcessEnd>;
  /** The last that it wrote to stderr, at most 2000 characters. */
  readonly lastWords: () => string;
  stop(): Promise<void>;
  /** SIGKILL, and waits for the end. */
  kill(): Promise<void>;
}

/** Where processes are started. */
export interface ProcessPlace {
  /** Those that have not ended, so that none outlives the bench. */
  readonly register: Set<ChildProcess>;
  /** Once it has fired, nothing is started any more. */
  readonly signal: AbortSignal;
}

/**
 * Starts a server and waits for its `{"event":"listening","url":…}` line.
 *
 * @throws Error with its last words when it ends before, or takes too long.
 */
export async function startServer(plan: ServerPlan, { register, signal }: ProcessPlace): Promise<ServerProcess> {
  signal.throwIfAborted();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...(plan.nodeOptions ?? []), plan.script, ...plan.args], {
    // The channel is how a server notices that its parent has gone, even by kill -9.
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    env: { ...plainEnvironment(), ...plan.environment },
    // Its own process group: a Ctrl-C of the terminal is for the bench, which then ends the servers.
    detached: true,
  });
  register.add(child);
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('close', (code, signal) => {
      register.delete(child);
      resolve({ code, signal });
    });
  });
  // A server that ends early closes its input.
  child.stdin?.on('error', () => undefined).end(plan.input ?? '');
  const lastWords = keepLastWords(child);
  const url = await untilListening(plan, child, lastWords);
  return {
    name: plan.name,
    pid: child.pid ?? 0,
    url,
    startMs: performance.now() - startedAt,
    ended,
    lastWords,
    stop: () => stop(child),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
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

function keepLastWords(child: ChildProcess): () => string {
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString('utf8')).slice(-2000);
  });
  return () => words.trim();
}

function untilListening({ name, onLine }: ServerPlan, child: ChildProcess, lastWords: () => string): Promise<string> {
  const { stdout } = child as { stdout: Readable };
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`${name} does not listen after ${START_DEADLINE_MS / 1000} s`));
    }, START_DEADLINE_MS);
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(timer);
      reject(new Error(`${name} ended before it listened. ${lastWords()}`));
    });
    const lines = createInterface({ input: stdout }).on('line', (line) => {
      onLine?.(line);
      const url = parseListeningLine(line);
      if (url === undefined) return;
      clearTimeout(timer);
      if (onLine === undefined) {
        lines.close();
        stdout.resume();
      }
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
