import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { lastSentence } from './last-sentence.ts';
import { parseListeningLine } from './listening-line.ts';
import type { Program } from './programs.ts';

/** How long a server may take until it listens. */
const START_DEADLINE_MS = 30_000;
/** How long one may take to stop; it gives running requests up to 9 s itself. */
const STOP_DEADLINE_MS = 12_000;
/** How much is kept of what it wrote to stderr, in UTF-16 code units. */
const LAST_WORDS_LENGTH = 8_192;

/** A server to start. */
export interface ServerPlan {
  readonly program: Program;
  /** What a sentence calls it: "The access requester". */
  readonly title: string;
  readonly args: readonly string[];
  readonly logFile: string;
}

/** How a server has ended: its exit code or the signal, and a sentence that says so with its last words. */
interface ServerEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error: StartError;
}

/** A server that runs as a process of its own. */
export interface ServerProcess {
  readonly plan: ServerPlan;
  /** Resolves with its address when it listens. Never, when it ends before. */
  readonly listening: Promise<string>;
  readonly ended: Promise<ServerEnd>;
  /**
   * Asks it to stop, and waits; one that does not stop is killed.
   *
   * @returns What went wrong with that, if anything.
   */
  stop(): Promise<StartError | undefined>;
  /** Ends it at once. */
  kill(): void;
}

/** Starts a server. What it writes goes to its log file (0600). */
export function startServerProcess(plan: ServerPlan): ServerProcess {
  const child = spawn(process.execPath, [plan.program.bin, 'serve', ...plan.args], {
    // The channel is how the server notices that we have gone, even by kill -9.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Its own process group: a Ctrl-C of the terminal is for the trial, which then stops the servers in order.
    detached: true,
  });
  const { stdout, stderr } = child as { stdout: Readable; stderr: Readable };
  const lastWords = copyToLog(plan.logFile, stdout, stderr);
  const ended = new Promise<ServerEnd>((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal, error: explainEnd(plan, { code, signal }, lastWords()) });
    });
  });
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  const listening = untilListening(stdout);
  let isListening = false;
  void listening.then(() => (isListening = true));
  const stop = async (): Promise<StartError | undefined> => {
    child.kill('SIGTERM');
    const timer = setTimeout(kill, STOP_DEADLINE_MS);
    const { code, signal, error } = await ended;
    clearTimeout(timer);
    // Before it listens a server has nothing to end, and leaves SIGTERM to the system.
    const isClean = code === 0 || (signal === 'SIGTERM' && !isListening);
    return isClean ? undefined : error;
  };
  return { plan, listening, ended, stop, kill };
}

/** Waits until a server listens. Rejects with its reason when it ends before, or takes too long. */
export async function untilItListens({ plan, listening, ended }: ServerProcess): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<StartError>((resolve) => {
    const sentence = `${plan.title} does not listen after ${START_DEADLINE_MS / 1000} s. Its log: ${plan.logFile}`;
    timer = setTimeout(resolve, START_DEADLINE_MS, new StartError(sentence, { exitCode: EXIT.unavailable }));
  });
  const outcome = await Promise.race([listening, ended.then(({ error }) => error), tooLate]);
  clearTimeout(timer);
  if (outcome instanceof StartError) throw outcome;
  return outcome;
}

function untilListening(stdout: Readable): Promise<string> {
  return new Promise((resolve) => {
    createInterface({ input: stdout }).on('line', (line) => {
      const url = parseListeningLine(line);
      if (url !== undefined) resolve(url);
    });
  });
}

/** Copies both outputs into the log file. Gives back a function that tells what was written to stderr last. */
function copyToLog(logFile: string, stdout: Readable, stderr: Readable): () => string {
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  // A full disk must not stop the servers: they go on without their logs.
  log.on('error', () => undefined);
  let words = '';
  stdout.on('data', (chunk: Buffer) => log.write(chunk));
  stderr.on('data', (chunk: Buffer) => {
    log.write(chunk);
    words = (words + chunk.toString('utf8')).slice(-LAST_WORDS_LENGTH);
  });
  return () => words;
}

function explainEnd(
  { title, logFile }: ServerPlan,
  { code, signal }: { code: number | null; signal: string | null },
  lastWords: string,
): StartError {
  const how = code === null ? `signal ${signal ?? 'unknown'}` : `exit code ${code}`;
  const reason = lastSentence(lastWords) ?? `It gave no reason; its log is ${logFile}`;
  const exitCode = code === EXIT.unavailable ? EXIT.unavailable : EXIT.failed;
  return new StartError(`${title} ended (${how}): ${reason}`, { exitCode });
}
