import { constants } from 'node:fs';
import { mkdir, open, truncate, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { JsonValue } from '@gpii/matchmaker';
import { createBatches } from './batches.ts';
import { markOfProcess } from './mark-of-process.ts';
import { syncFolder } from '../files/sync-folder.ts';

/** Of a journal; where the first line was never finished, less of it. */
const BEGINNING = '{"by":';
/** Any right of others to change. */
const OTHERS_WRITE = 0o022;

const jsonSchema = z.unknown() as z.ZodType<JsonValue>;
const optionsSchema = z.record(z.string(), jsonSchema);
const stepSchema = z.union([
  z.object({ settings: z.string(), before: jsonSchema }),
  z.object({ launch: z.string(), options: optionsSchema, wasRunning: z.boolean() }),
  z.object({ actions: z.array(optionsSchema).readonly() }),
]);
const lineSchema = z.union([
  z.object({ by: z.string(), createdAt: z.string() }),
  z.object({ undone: z.number().int() }),
  stepSchema,
]);

/** One change: which handler made it, and what was there before; or actions that have to be done when it is undone. */
export type JournalStep = z.infer<typeof stepSchema>;

/** A journal was found that can't be used: another process is at work with it, or it was damaged. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}

/** What is changed on this computer, on disk. It holds old values of this computer, and nothing of who keyed in. */
export interface Journal {
  /** The changes that are not undone, in the order in which they were made. */
  steps(): readonly JournalStep[];
  /** Before a change is made. When it resolves, the step survives a power cut. */
  add(step: JournalStep): Promise<void>;
  /** After a step was undone. */
  drop(step: JournalStep): Promise<void>;
  /** When nothing is left to undo: removes the file. */
  close(): Promise<void>;
}

/**
 * Opens the journal of this computer, with the steps that an earlier process left. The file is there only while something is
 * changed: one line per step, each fsynced, readable by this account only.
 *
 * @throws JournalError
 */
export async function openJournal(folder: string, name = 'journal.jsonl'): Promise<Journal> {
  const file = join(folder, name);
  // By their number in the file.
  const { steps, ...found } = await readSteps(file);
  let { count, isThere } = found;
  let isMarked = false;
  const writeLine = createBatches(async (lines: readonly object[]) => {
    const mark = { by: markOfProcess(), createdAt: new Date().toISOString() };
    if (!isThere) await mkdir(folder, { recursive: true, mode: 0o700 });
    await append(file, isMarked ? lines : [mark, ...lines], { isNew: !isThere });
    if (!isThere) await syncFolder(folder);
    isThere = true;
    isMarked = true;
  });
  const remove = async () => {
    if (!isThere) return;
    await unlink(file).catch(ignoreMissing);
    count = 0;
    isThere = false;
    isMarked = false;
    await syncFolder(folder).catch(ignoreMissing);
  };
  // Somebody was killed between the last step that was undone and the end of the file.
  if (steps.size === 0) await remove();
  return {
    steps: () => [...steps.values()],
    add: async (step) => {
      await writeLine(step);
      // Those of one batch get here in the order in which they stand in the file.
      count += 1;
      steps.set(count, step);
    },
    drop: async (step) => {
      for (const [number, candidate] of steps) {
        if (candidate !== step) continue;
        steps.delete(number);
        await writeLine({ undone: number });
      }
    },
    close: remove,
  };
}

async function append(file: string, lines: readonly object[], { isNew }: { isNew: boolean }): Promise<void> {
  // A file that appeared since the start belongs to another process.
  const whether = isNew ? constants.O_CREAT | constants.O_EXCL : 0;
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW | whether;
  const handle = await open(file, flags, 0o600).catch((error: unknown) => {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    const why = code === 'EEXIST' ? 'another flow manager is at work with it' : code;
    throw new JournalError(`${file} can't be written: ${why}.`);
  });
  const { size } = await handle.stat();
  try {
    await handle.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await handle.sync();
  } catch (error) {
    // A full disk, say. An empty file that stayed would look like another process's next time.
    await (isNew ? unlink(file) : handle.truncate(size));
    throw error;
  } finally {
    await handle.close();
  }
}

async function readSteps(file: string): Promise<{ steps: Map<number, JournalStep>; count: number; isThere: boolean }> {
  const text = await readOwnFile(file);
  refuseOther(file, text ?? '');
  // What stands behind the last line end was never finished, so its change was never made.
  const finished = (text ?? '').slice(0, (text ?? '').lastIndexOf('\n') + 1);
  if (text !== undefined && finished !== text) await truncate(file, Buffer.byteLength(finished));
  const lines = finished.split('\n').slice(0, -1);
  const steps = new Map<number, JournalStep>();
  let count = 0;
  for (const [index, line] of lines.entries()) {
    const parsed = parseLine(line);
    if (parsed === undefined) throw new JournalError(`Line ${index + 1} of ${file} can't be read.`);
    if ('undone' in parsed) steps.delete(parsed.undone);
    else if ('by' in parsed) refuseLiving(file, parsed.by);
    else steps.set((count += 1), parsed);
  }
  return { steps, count, isThere: text !== undefined };
}

/**
 * A journal says which programs are run. One that another account made, or could write to, would run its programs as this
 * account: an administrator who puts back what somebody else's flow manager left does it as that account.
 */
async function readOwnFile(file: string): Promise<string | undefined> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    .catch(ignoreMissing)
    .catch((error: unknown) => {
      throw new JournalError(`${file} can't be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`);
    });
  if (handle === undefined) return undefined;
  try {
    const found = await handle.stat();
    const me = process.getuid?.();
    if (!found.isFile()) throw new JournalError(`${file} is no journal.`);
    if (me !== undefined && found.uid !== me) throw new JournalError(`${file} belongs to another account.`);
    if (me !== undefined && (found.mode & OTHERS_WRITE) !== 0)
      throw new JournalError(`${file} can be changed by other accounts.`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** Before anything is cut off or removed: who names a journal may name another file. */
function refuseOther(file: string, text: string): void {
  if (!BEGINNING.startsWith(text.slice(0, BEGINNING.length))) throw new JournalError(`${file} is no journal.`);
}

function parseLine(line: string): z.infer<typeof lineSchema> | undefined {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function refuseLiving(file: string, mark: string): void {
  const pid = Number(mark.split(' ')[0]);
  if (pid === process.pid || markOfProcess(pid) !== mark) return;
  throw new JournalError(`Process ${pid} has changed this computer and is still at work with ${file}.`);
}

function ignoreMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  throw error;
}
