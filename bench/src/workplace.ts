import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stop, type ProcessPlace } from './processes/server-process.ts';

/** What exists for the length of one run: a folder and processes. */
export interface Workplace extends ProcessPlace {
  readonly folder: string;
}

/** The exit code of a run that a signal ended. */
export class InterruptedError extends Error {
  readonly exitCode: number;

  constructor(what: string, signal: NodeJS.Signals, exitCode: number) {
    super(`The ${what} was ended by ${signal}.`);
    this.name = 'InterruptedError';
    this.exitCode = exitCode;
  }
}

/**
 * Works in a temporary folder (0700). However the work ends, also by Ctrl-C, all processes are ended and the folder is
 * gone before this settles.
 *
 * @param what - What runs, for its folder's name and its messages: one word.
 */
export async function withWorkplace<T>(what: string, work: (workplace: Workplace) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const stopListening = abortOnSignals(what, controller);
  const register = new Set<ChildProcess>();
  const endProcesses = async (): Promise<void> => {
    await Promise.all([...register].map(stop));
  };
  // Without its servers the work comes to its end by itself; it can start no others.
  signal.addEventListener('abort', () => void endProcesses());
  const folder = await mkdtemp(join(tmpdir(), `gpii-${what}-`));
  try {
    return await work({ folder, register, signal });
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    controller.abort(new Error(`The ${what} is over.`));
    await endProcesses();
    await rm(folder, { recursive: true, force: true });
    stopListening();
  }
}

function abortOnSignals(what: string, controller: AbortController): () => void {
  const onInterrupt = (): void => {
    controller.abort(new InterruptedError(what, 'SIGINT', 130));
  };
  const onTerminate = (): void => {
    controller.abort(new InterruptedError(what, 'SIGTERM', 143));
  };
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
  return () => {
    process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate);
  };
}
