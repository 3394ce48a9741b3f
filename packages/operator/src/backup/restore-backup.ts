import { mkdir, open, readdir, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import {
  ConflictError,
  openStore,
  RESTORE_MARK,
  StoreLockedError,
  StoreUnavailableError,
  syncFolder,
  whileRestoring,
  type Store,
} from '@gpii/store';
import { noticeOnStderr } from '../open-data.ts';
import type { BackupCounts, BackupDocument } from './backup-format.ts';
import { checkBackup, readDocuments, type CheckedBackup } from './read-backup.ts';

/** What is restored, and where to. */
export interface RestoreOptions {
  readonly file: string;
  readonly dataDir: string;
  /** Whether data that is in the folder is put aside. */
  readonly force: boolean;
  /** Is told what is being done. */
  readonly onProgress: (message: string) => void;
}

/** What was restored. */
export interface RestoreReport {
  readonly dataDir: string;
  /** When the backup was made. */
  readonly createdAt: string;
  readonly counts: BackupCounts;
  /** Revocations that the folder had and the backup has not: they stay. */
  readonly revocationsKept: number;
  /** Folder in which the data of before is, where there was any. */
  readonly putAside?: string;
}

/** Documents that are written at a time. */
const CHUNK_SIZE = 500;
const ASIDE = 'before-restore-';
/** The revocation file stays where it is: no backup, however old, undoes what is in it. */
const REVOCATION_FILE = 'revocations.log';

/**
 * Puts a backup into a data folder. It is read to its end before anything is touched; revocations come first; a restore
 * that is cut short leaves a folder that no server starts on.
 *
 * @throws StartError (exit 1) when the backup is not whole or the folder not empty, (exit 69) when it is in use.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const { force, onProgress } = options;
  const dataDir = resolve(options.dataDir);
  const backup = await checkBackup(options.file);
  onProgress(`The backup of ${backup.header.createdAt} is whole.`);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const inTheWay = (await readdir(dataDir)).filter((name) => isInTheWay(name));
  if (inTheWay.length > 0 && !force) {
    throw new StartError(`The folder ${dataDir} is not empty. --force puts what is in it aside, and deletes nothing.`, {
      exitCode: EXIT.failed,
    });
  }
  if (inTheWay.length > 0) await completeRevocationFile(dataDir);
  return whileRestoring(dataDir, async () => {
    const putAside = inTheWay.length > 0 ? await moveAside(dataDir, inTheWay) : undefined;
    await writeKeys(dataDir, backup.keys);
    const revocationsKept = await fill(dataDir, backup, onProgress);
    const { counts, header } = backup;
    const { createdAt } = header;
    return { dataDir, createdAt, counts, revocationsKept, ...(putAside === undefined ? {} : { putAside }) };
  });
}

function isInTheWay(name: string): boolean {
  return name !== 'lost+found' && name !== RESTORE_MARK && !name.startsWith(REVOCATION_FILE) && !name.startsWith(ASIDE);
}

/** Opening the data makes sure that nobody else has it open, and that its revocation file has all its revocations. */
async function completeRevocationFile(dataDir: string): Promise<void> {
  try {
    await (await openStore({ dataDir, inAnyState: true, onNotice: noticeOnStderr })).close();
  } catch (error) {
    if (error instanceof StoreLockedError) {
      throw new StartError(`${error.message}: stop the server first.`, { exitCode: EXIT.unavailable, cause: error });
    }
    if (!(error instanceof StoreUnavailableError)) throw error;
    process.stderr.write(
      `The data in ${dataDir} cannot be opened: of its revocations those in its revocation file are kept.\n`,
    );
  }
}

async function moveAside(dataDir: string, names: readonly string[]): Promise<string> {
  const aside = join(dataDir, `${ASIDE}${new Date().toISOString().replace(/\W/g, '')}`);
  await mkdir(aside, { mode: 0o700 });
  for (const name of names) await rename(join(dataDir, name), join(aside, name));
  await syncFolder(dataDir);
  return aside;
}

async function writeKeys(dataDir: string, keys: string): Promise<void> {
  const file = await open(join(dataDir, 'keys.json'), 'wx', 0o600);
  try {
    await file.writeFile(keys);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** @returns How many revocations the folder had and the backup has not. */
async function fill(dataDir: string, backup: CheckedBackup, onProgress: (message: string) => void): Promise<number> {
  const store = await openStore({ dataDir, inAnyState: true, onNotice: noticeOnStderr, deadlineMs: 60_000 });
  try {
    const revocationsBefore = (await store.revocations.listByPrefix('')).length;
    const isRevocation = ({ collection }: BackupDocument): boolean => collection === 'revocations';
    const known = await createAll(store, backup, isRevocation);
    onProgress(`${backup.counts.revocations} revocations restored.`);
    await createAll(store, backup, (document) => !isRevocation(document));
    return revocationsBefore - known;
  } finally {
    await store.close();
  }
}

/** @returns How many of them were there already, and stay as they are. */
async function createAll(
  store: Store,
  backup: CheckedBackup,
  isWanted: (document: BackupDocument) => boolean,
): Promise<number> {
  let known = 0;
  const failures: unknown[] = [];
  let chunk: Promise<unknown>[] = [];
  const settle = async (): Promise<void> => {
    await Promise.all(chunk);
    chunk = [];
    const [failure] = failures;
    if (failure instanceof Error) throw failure;
  };
  for await (const document of readDocuments(backup)) {
    if (!isWanted(document)) continue;
    const creating = store[document.collection].create(document.id, document.value).catch((error: unknown) => {
      if (error instanceof ConflictError) known += 1;
      else failures.push(error);
    });
    if (chunk.push(creating) === CHUNK_SIZE) await settle();
  }
  await settle();
  return known;
}
