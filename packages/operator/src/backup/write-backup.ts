import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { EXIT, readPackageVersion, StartError } from '@gpii/service-kit/cli';
import { syncFolder } from '@gpii/store';
import { backupPage } from '../operations/backup-operations.ts';
import type { Operations } from '../operations/open-operations.ts';
import { BACKUP_COLLECTIONS, BACKUP_VERSION, noCounts, type BackupCounts, type BackupHeader } from './backup-format.ts';

/** What a backup is made of, and where it goes. */
export interface BackupOptions {
  readonly operations: Operations;
  /** Has keys.json. */
  readonly dataDir: string;
  /** A new file, or a folder in which one is named after the time. */
  readonly target: string;
  /** Whether a file of this name is replaced. */
  readonly overwrite: boolean;
  /** Is told when a collection is done. */
  readonly onProgress: (message: string) => void;
}

/** A backup that was made. */
export interface BackupReport {
  readonly file: string;
  readonly createdAt: string;
  readonly bytes: number;
  readonly counts: BackupCounts;
}

/**
 * Writes a backup, whole or not at all, for its owner alone (0600): it has the keys and the hashes of all secrets in it.
 *
 * @throws StartError (exit 1) when the file exists, or it or the keys cannot be had.
 */
export async function writeBackup(options: BackupOptions): Promise<BackupReport> {
  const createdAt = new Date();
  const file = await nameFile(options.target, createdAt);
  if (!options.overwrite && (await isThere(file))) throw exists(file);
  const counts = noCounts();
  const temporary = `${file}.partial-${process.pid}`;
  try {
    const lines = Readable.from(linesOf(options, { createdAt, counts }));
    const output = createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(lines, createGzip(), output);
    await moveInto(temporary, file, options.overwrite);
  } catch (error) {
    await rm(temporary, { force: true });
    if (error instanceof StartError || !isFromFileSystem(error)) throw error;
    throw new StartError(`The backup ${file} can't be written: ${error.message}`, {
      exitCode: EXIT.failed,
      cause: error,
    });
  }
  return { file, createdAt: createdAt.toISOString(), bytes: (await stat(file)).size, counts };
}

async function nameFile(target: string, now: Date): Promise<string> {
  const path = resolve(target);
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? join(path, `gpii-cloud-${now.toISOString().replace(/[-:]|\.\d+/g, '')}.jsonl.gz`) : path;
}

async function* linesOf(
  { operations, dataDir, onProgress }: BackupOptions,
  { createdAt, counts }: { createdAt: Date; counts: BackupCounts },
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const toLine = (content: object): string => {
    const line = `${JSON.stringify(content)}\n`;
    hash.update(line);
    return line;
  };
  let isBegun = false;
  for (const collection of BACKUP_COLLECTIONS) {
    let after: string | undefined;
    do {
      const page = await operations.run(backupPage, { collection, after });
      if (!isBegun) {
        isBegun = true;
        yield toLine(headerOf(createdAt, page.storeVersion));
        yield toLine({ keys: await readKeys(dataDir) });
      }
      yield page.documents.map(({ id, value }) => toLine({ collection, id, value })).join('');
      counts[collection] += page.documents.length;
      after = page.next;
    } while (after !== undefined);
    onProgress(`${collection}: ${counts[collection]} documents`);
  }
  yield `${JSON.stringify({ end: true, counts, sha256: hash.digest('hex') })}\n`;
}

function headerOf(createdAt: Date, storeVersion: number): BackupHeader {
  const program = readPackageVersion(new URL('../../package.json', import.meta.url));
  return { gpiiCloudBackup: BACKUP_VERSION, createdAt: createdAt.toISOString(), program, storeVersion };
}

/** From the folder, not from the server: they never go over a socket. */
async function readKeys(dataDir: string): Promise<string> {
  const path = join(dataDir, 'keys.json');
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const message = `The keys file ${path} can't be read. Without it a backup is worth nothing: no GPII token is found.`;
    throw new StartError(message, { exitCode: EXIT.failed, cause: error });
  }
}

/** A link fails where the name is taken, also when somebody took it just now. */
async function moveInto(temporary: string, file: string, overwrite: boolean): Promise<void> {
  if (overwrite) {
    await rename(temporary, file);
  } else {
    try {
      await link(temporary, file);
      await unlink(temporary);
    } catch (error) {
      if (isFromFileSystem(error) && error.code === 'EEXIST') throw exists(file);
      // A file system without links, on a memory stick say.
      await rename(temporary, file);
    }
  }
  await syncFolder(dirname(file));
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function exists(file: string): StartError {
  return new StartError(`The file ${file} is there already and was left alone; --overwrite replaces it.`, {
    exitCode: EXIT.failed,
  });
}

function isFromFileSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
