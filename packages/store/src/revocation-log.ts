import { open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DocumentWrite } from './database.ts';
import { createGroupCommit } from './group-commit.ts';
import { parseRevocationLines, toRevocationLine, type RevocationLines } from './revocation-lines.ts';
import { StoreUnavailableError } from './store-errors.ts';
import type { StoredDocument } from './store.ts';
import { syncFolder } from './sync-folder.ts';

/** An append-only file of revocations. */
export interface RevocationLog {
  /**
   * Adds a line, unless the file has the id already.
   *
   * @returns Once it is fsynced. Lines that come at the same time share one fsync.
   * @throws StoreUnavailableError when it could not be written in time.
   */
  append(id: string, value: StoredDocument): Promise<void>;
  /** Waits for what is being written, and closes the file. */
  close(): Promise<void>;
}

/** The lines of the file; `undefined` when there is none. */
export async function readRevocationFile(path: string): Promise<RevocationLines | undefined> {
  try {
    return parseRevocationLines(await readFile(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Puts a file with these lines in the place of the one that is there, whole or not at all. */
export async function writeRevocationFile(path: string, lines: ReadonlyMap<string, StoredDocument>): Promise<void> {
  const temporary = `${path}.new`;
  await rm(temporary, { force: true });
  const file = await open(temporary, 'wx', 0o600);
  try {
    const text = [...lines].map(([id, value]) => toRevocationLine({ id, value }));
    await file.writeFile(text.join(''));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/**
 * Opens the file for appending. It has to be sound: {@link readRevocationFile} says what to do about one that is not.
 *
 * @param knownIds - Those of its lines.
 */
export async function openRevocationLog(
  path: string,
  { knownIds, deadlineMs }: { knownIds: Iterable<string>; deadlineMs: number },
): Promise<RevocationLog> {
  const known = new Set(knownIds);
  let file: FileHandle | undefined = await open(path, 'r+');
  /** Up to here all is written and fsynced; what lies behind it is what a failed write left. */
  let length = (await file.stat()).size;

  async function writeBehind(bytes: Buffer): Promise<void> {
    // After a failed fsync the system may call pages written that are not, so nothing of that handle is believed.
    file ??= await open(path, 'r+');
    try {
      await file.truncate(length);
      await file.write(bytes, 0, bytes.length, length);
      await file.datasync();
      length += bytes.length;
    } catch (error) {
      const failed = file;
      file = undefined;
      await failed.close().catch(() => undefined);
      throw error;
    }
  }

  async function writeBatch(batch: readonly DocumentWrite[]): Promise<readonly string[]> {
    const fresh = new Map<string, string>();
    for (const { id, value } of batch) {
      if (!known.has(id) && !fresh.has(id)) fresh.set(id, toRevocationLine({ id, value }));
    }
    if (fresh.size > 0) await writeBehind(Buffer.from([...fresh.values()].join('')));
    for (const id of fresh.keys()) known.add(id);
    return batch.map(({ id }) => id);
  }

  const commits = createGroupCommit({ writeBatch, deadlineMs });
  let isClosed = false;
  return {
    append: async (id, value) => {
      if (isClosed) throw new StoreUnavailableError('The store is closed');
      await commits.add({ id, value });
    },
    async close() {
      isClosed = true;
      await commits.drained();
      await file?.close();
      file = undefined;
    },
  };
}
