import { readdir, readFile } from 'node:fs/promises';
import { HandlerError } from '../handlers/settings-handler.ts';

/** Linux keeps this much of a name. */
const NAME_LIMIT = 15;

/**
 * Whether a process with this name runs, under whichever account. A process that has ended and is not fetched yet is none.
 *
 * @throws HandlerError where there is no /proc.
 */
export async function findProcess(name: string): Promise<boolean> {
  const entries = await readdir('/proc').catch((error: unknown) => {
    throw new HandlerError('This computer has no list of processes.', { cause: error });
  });
  const states = await Promise.all(entries.filter((entry) => /^\d+$/.test(entry)).map(readState));
  return states.some((state) => state?.name === name.slice(0, NAME_LIMIT) && state.state !== 'Z');
}

async function readState(pid: string): Promise<{ name: string; state: string } | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [, name, state] = /^\d+ \((.*)\) (\S)/s.exec(text) ?? [];
  return name === undefined || state === undefined ? undefined : { name, state };
}
