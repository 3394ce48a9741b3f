import { randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, realpath, rename, rmdir, stat, unlink } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { HandlerError } from '../handlers/settings-handler.ts';
import { syncFolder } from './sync-folder.ts';

/** Files of settings are small; what is larger is no such file. */
const LIMIT_BYTES = 4 * 1024 * 1024;

/**
 * The text of a file, or undefined where there is none.
 *
 * @throws HandlerError when it is not a plain UTF-8 file of this account, or its folder is open to others.
 */
export async function readSafeFile(path: string): Promise<string | undefined> {
  const file = await findFile(path);
  if (file === undefined) return undefined;
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw new HandlerError(`${path} can't be read: ${codeOf(error)}.`, { cause: error });
    },
  );
  if (handle === undefined) return undefined;
  try {
    refuseForeignFile(path, await handle.stat());
    return decodeUtf8(path, await handle.readFile());
  } finally {
    await handle.close();
  }
}

/** What is to stand in a file. */
export interface Replacement {
  /** The text that was read: a file that changed meanwhile is left as it is. */
  readonly expected: string | undefined;
  /** undefined removes the file. */
  readonly text: string | undefined;
  /** Of `newDraftName`. */
  readonly draft: string;
  /** Whether a power cut right after may not take it back: for what is restored, and then leaves the journal. */
  readonly isLasting: boolean;
}

/**
 * Puts another text in the place of a file, whole or not at all and fsynced: nobody ever reads half of it. A process that is
 * killed meanwhile leaves its draft behind: `removeDraft`.
 *
 * @throws HandlerError
 */
export async function replaceSafeFile(
  path: string,
  { expected, text, draft: draftName, isLasting }: Replacement,
): Promise<void> {
  const folder = await realpath(dirname(path)).catch((error: unknown) => {
    throw new HandlerError(`${dirname(path)} can't be used: ${codeOf(error)}.`, { cause: error });
  });
  const target = join(folder, basename(path));
  const mode = await modeOf(target);
  const draft = join(folder, draftName);
  try {
    if (text !== undefined) await writeNew(draft, text, mode);
    if ((await readSafeFile(path)) !== expected) throw new HandlerError(`${path} was changed by another program.`);
    await (text === undefined ? unlink(target) : rename(draft, target));
    if (isLasting) await syncFolder(folder);
  } catch (error) {
    await unlink(draft).catch(() => undefined);
    if (error instanceof HandlerError) throw error;
    throw new HandlerError(`${path} can't be written: ${codeOf(error)}.`, { cause: error });
  }
}

/** A name for the draft of a file, in the same folder, that nobody can know before. */
export function newDraftName(path: string): string {
  return `.${basename(path)}.${randomUUID()}.gpii`;
}

/** Removes what a killed process left behind. */
export async function removeDraft(path: string, draftName: string): Promise<void> {
  await unlink(join(dirname(path), draftName)).catch(() => undefined);
}

/** The folders of a path that are not there, outermost first. */
export async function missingFolders(path: string): Promise<string[]> {
  const folder = dirname(path);
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  return isThere || folder === path ? [] : [...(await missingFolders(folder)), folder];
}

/** Makes folders that only this account may enter. Those that exist meanwhile stay as they are. */
export async function makeFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST')
        throw new HandlerError(`${folder} can't be made: ${codeOf(error)}.`, { cause: error });
    });
  }
}

/** Removes folders again, innermost first, as long as nothing is in them. */
export async function removeEmptyFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders.toReversed()) await rmdir(folder).catch(() => undefined);
}

/** The file itself, its folders' links followed; undefined where there is none. A link in its own place is refused. */
async function findFile(path: string): Promise<string | undefined> {
  if (!isAbsolute(path) || path.includes('\0'))
    throw new HandlerError('The name of a file of settings must be absolute.');
  const folder = await realpath(dirname(path)).catch(() => undefined);
  if (folder === undefined) return undefined;
  refuseForeignFolder(folder, await stat(folder));
  const file = join(folder, basename(path));
  const found = await lstat(file).catch(() => undefined);
  if (found === undefined) return undefined;
  refuseForeignFile(path, found);
  return file;
}

/** Who may write to the folder may put a link there between two looks at it. */
function refuseForeignFolder(folder: string, { uid, mode }: Stats): void {
  const me = process.getuid?.();
  if (me === undefined) return;
  const isOpen = (mode & 0o002) !== 0 && (mode & 0o1000) === 0;
  if (isOpen || (uid !== me && uid !== 0))
    throw new HandlerError(`${folder} belongs to others, or others may write there.`);
}

function refuseForeignFile(path: string, found: Stats): void {
  const me = process.getuid?.();
  if (!found.isFile()) throw new HandlerError(`${path} is a link, or no file.`);
  if (me !== undefined && found.uid !== me) throw new HandlerError(`${path} belongs to another account.`);
  if (found.nlink > 1) throw new HandlerError(`${path} has a second name somewhere else.`);
  if (found.size > LIMIT_BYTES) throw new HandlerError(`${path} is too large for a file of settings.`);
}

async function modeOf(file: string): Promise<number> {
  const found = await lstat(file).catch(() => undefined);
  return found === undefined ? 0o600 : found.mode & 0o777;
}

async function writeNew(file: string, text: string, mode: number): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function decodeUtf8(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new HandlerError(`${path} is not UTF-8 text.`, { cause: error });
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
