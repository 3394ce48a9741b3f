import { spawn, execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Environment } from '../handlers/expand-variables.ts';
import { HandlerError } from '../handlers/settings-handler.ts';

const execFileAsync = promisify(execFile);

/** What a program gets before it is given up. */
const DEADLINE_MS = 5000;

/** A program and its arguments. No shell reads them. */
export type Command = readonly [program: string, ...args: string[]];

/** A program that failed. */
export class ProgramError extends HandlerError {
  override readonly name = 'ProgramError';
  /** Undefined where it did not end by itself, or was not started. */
  readonly exitCode: number | undefined;

  constructor(message: string, exitCode?: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Runs a program to its end and gives what it wrote on stdout.
 *
 * @throws ProgramError that names the program, when it can't be started, fails, or takes longer than 5 s.
 */
export async function readProgram([program, ...args]: Command, environment: Environment): Promise<string> {
  try {
    // One that does not heed SIGTERM would be waited for without end.
    const ended = { timeout: DEADLINE_MS, killSignal: 'SIGKILL' } as const;
    const options = { ...ended, env: { ...environment }, maxBuffer: 1024 * 1024 };
    return (await execFileAsync(program, args, options)).stdout;
  } catch (error) {
    // Its own message holds the arguments, and those hold a person's settings.
    const { code } = error as { code?: unknown };
    throw new ProgramError(`${program} failed: ${whyOf(error)}.`, typeof code === 'number' ? code : undefined);
  }
}

/**
 * Starts a program that stays, and leaves it to itself.
 *
 * @throws HandlerError when it can't be started.
 */
export async function startProgram([program, ...args]: Command, environment: Environment): Promise<void> {
  const child = spawn(program, args, { env: { ...environment }, stdio: 'ignore', detached: true });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', () => {
      resolve();
    });
    child.once('error', (error) => {
      reject(new HandlerError(`${program} can't be started: ${whyOf(error)}.`));
    });
  });
  child.unref();
}

function whyOf(error: unknown): string {
  const { code, signal, killed } = error as { code?: unknown; signal?: unknown; killed?: unknown };
  if (killed === true) return 'it took too long';
  return `it ended with ${String(code ?? signal)}`;
}
