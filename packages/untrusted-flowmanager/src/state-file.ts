import { chmodSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { EXIT, StartError } from '@gpii/service-kit/cli';

const stateSchema = z.object({ url: z.string().min(1), pid: z.number().int().positive() });

/** What a running flow manager says about itself in its state folder. */
export type FlowManagerState = z.infer<typeof stateSchema>;

/** Where it says so. */
export function stateFileOf(stateDir: string): string {
  return join(stateDir, 'flowmanager.json');
}

/**
 * Writes the state file, whole or not at all, readable by this account only.
 *
 * @throws StartError (exit 69) when the folder can't be made or written to.
 */
export function writeStateFile(stateDir: string, state: FlowManagerState): void {
  const file = stateFileOf(stateDir);
  const draft = `${file}.${state.pid}`;
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    writeFileSync(draft, `${JSON.stringify(state)}\n`, { mode: 0o600 });
    chmodSync(draft, 0o600);
    renameSync(draft, file);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new StartError(`Cannot write ${file}: ${why}. Choose a folder that this account may write to.`, {
      exitCode: EXIT.unavailable,
      cause: error,
    });
  }
}

/** Removes the state file, unless another process has written its own meanwhile. */
export function removeStateFile(stateDir: string, pid: number): void {
  const state = readStateFile(stateDir);
  if (typeof state === 'object' && state.pid === pid) unlinkSync(stateFileOf(stateDir));
}

/** Reads the state file: what it says, or why it says nothing. */
export function readStateFile(stateDir: string): FlowManagerState | 'absent' | 'malformed' {
  let text: string;
  try {
    text = readFileSync(stateFileOf(stateDir), 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'absent' : 'malformed';
  }
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch {
    return 'malformed';
  }
}

/** Whether a process with this id exists. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists, and belongs to another account.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
