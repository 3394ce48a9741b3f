import { constants } from 'node:fs';
import { lstat, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { CredentialFile } from '@gpii/protocol';
import { EXIT, StartError } from '@gpii/service-kit/cli';

/**
 * Puts a credential where the access requester finds it: beside it first, readable by nobody else at any moment, fsynced,
 * given to the owner of the folder, then in its place in one step (SECURITY G-S3).
 *
 * @throws StartError when the folder is missing, a link, or open to others.
 */
export async function saveCredential(path: string, credential: CredentialFile): Promise<void> {
  const folder = dirname(path);
  await withFolder(folder, async (handle, { uid, gid }) => {
    const beside = join(folder, `.credential-${randomBytes(8).toString('hex')}`);
    const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW;
    const file = await open(beside, flags, 0o600);
    try {
      await file.writeFile(`${JSON.stringify(credential, null, 2)}\n`);
      if (process.getuid?.() === 0) await file.chown(uid, gid);
      await file.sync();
      await rename(beside, path);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    await handle.sync();
  });
}

/**
 * Takes the credential away from this computer.
 *
 * @returns Whether there was one.
 */
export async function forgetCredential(path: string): Promise<boolean> {
  return withFolder(dirname(path), async (handle) => {
    try {
      await rm(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    }
    await handle.sync();
    return true;
  });
}

/**
 * Looks whether a credential could be put there, before one is asked for: whoever asks gets a secret that is good at once.
 *
 * @throws StartError as {@link saveCredential} does.
 */
export async function needPlace(path: string): Promise<void> {
  await withFolder(dirname(path), () => Promise.resolve());
}

/** Works on a folder that nobody but its owner can change while we do. */
async function withFolder<T>(
  folder: string,
  work: (handle: FileHandle, owner: { uid: number; gid: number }) => Promise<T>,
): Promise<T> {
  const handle = await openFolder(folder);
  try {
    const { uid, gid, mode } = await handle.stat();
    if ((mode & 0o022) !== 0) {
      throw wrongFolder(`Others than its owner can change the folder ${folder}. Take that away: chmod 700 ${folder}`);
    }
    return await work(handle, { uid, gid });
  } finally {
    await handle.close();
  }
}

async function openFolder(folder: string): Promise<FileHandle> {
  try {
    if ((await lstat(folder)).isSymbolicLink())
      throw wrongFolder(`The folder ${folder} is a link, which is not followed.`);
    return await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw wrongFolder(
      code === 'ENOENT'
        ? `There is no folder ${folder}. Set the services up first: sudo gpii-manager install-services. Or name another --credential-file.`
        : `The folder ${folder} can't be used (${code}).`,
    );
  }
}

function wrongFolder(message: string): StartError {
  return new StartError(`${message} Nothing was saved.`, { exitCode: EXIT.failed });
}
