import { spawn, type ChildProcess } from 'node:child_process';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import type { Program } from './programs.ts';
import { lastSentence } from './last-sentence.ts';

const DEADLINE_MS = 60_000;

/** A command to run to its end. */
export interface CommandPlan {
  readonly program: Program;
  readonly args: readonly string[];
  /** What it reads from its standard input: secrets and GPII tokens come here, never in `args`. */
  readonly input?: string;
  /** What it is for, as a sentence goes on after "Could not": "key in". */
  readonly purpose: string;
  readonly signal: AbortSignal;
}

/**
 * Runs a command of ours to its end.
 *
 * @returns What it wrote to stdout.
 * @throws StartError with its own last sentence, when it does not end with 0 within a minute.
 */
export async function runCommand({ program, args, input = '', purpose, signal }: CommandPlan): Promise<string> {
  const child = spawn(process.execPath, [program.bin, ...args], {
    stdio: 'pipe',
    // Its own process group: a Ctrl-C of the terminal is for the trial, which then ends what it began.
    detached: true,
    signal: AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]),
    killSignal: 'SIGKILL',
  });
  // A command that ends early closes its input; why it ended is said below.
  child.stdin.on('error', () => undefined).end(input);
  const written = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.stderr += text));
  const code = await untilClosed(child);
  signal.throwIfAborted();
  if (code === EXIT.ok) return written.stdout;
  const reason =
    lastSentence(written.stderr) ?? (code === null ? 'it was stopped after a minute.' : 'it gave no reason.');
  throw new StartError(`Could not ${purpose}: ${reason} (${program.name}, exit code ${code ?? 'none'})`, {
    exitCode: code === EXIT.unavailable ? EXIT.unavailable : EXIT.failed,
  });
}

function untilClosed(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    // An abort comes as an error, and the end of the process after it.
    child.on('error', () => undefined).once('close', resolve);
  });
}
