import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EXIT, StartError } from '@gpii/service-kit/cli';

/**
 * Makes a folder, and those inside it, for their owner alone (0700). A folder that stands already keeps its
 * permissions: it may be anybody's. Those inside are ours.
 *
 * @throws StartError (exit 69) when that is not possible.
 */
export async function makePrivateFolders(folder: string, inside: readonly string[]): Promise<void> {
  try {
    await makeFolder(folder);
    for (const name of inside) {
      await makeFolder(join(folder, name));
      await chmod(join(folder, name), 0o700);
    }
  } catch (cause) {
    throw new StartError(`The data folder ${folder} cannot be made: ${reasonOf(cause)}.`, {
      exitCode: EXIT.unavailable,
      cause,
    });
  }
}

/** What `mkdir` does with `recursive`, which never comes back where no folder can be (/proc). */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path, { mode: 0o700 });
  }
}

/** Writes a file for its owner alone (0600), whole or not at all: a process that is killed leaves no half file. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
    await handle.close();
    await rename(temporary, path);
  } catch (error) {
    await handle.close();
    await unlink(temporary);
    throw error;
  }
}

/** The text of a file, or undefined when there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this account may not',
  EPERM: 'this account may not',
  EEXIST: 'a file stands in its place',
  ENOTDIR: 'a file stands in its place',
  ENOENT: 'there can be none at this place',
  EROFS: 'the disk is read-only',
};

function reasonOf(cause: unknown): string {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return REASONS[code] ?? message;
}
