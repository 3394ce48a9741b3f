import { open, rm } from 'node:fs/promises';
import type { CredentialFile } from '@gpii/protocol';
import { EXIT, StartError } from '@gpii/service-kit/cli';

/**
 * Runs what mints a secret, and writes the secret's file: to standard output for `-`, else to a new file that only its
 * owner can read. The file is made first: no secret is minted that could not be kept.
 *
 * @throws StartError (exit 1) when the file is there already, or cannot be made.
 */
export async function writeCredentialFile<T extends { file: CredentialFile }>(
  path: string,
  mint: () => Promise<T>,
): Promise<T> {
  if (path === '-') {
    const minted = await mint();
    process.stdout.write(toText(minted.file));
    return minted;
  }
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
    const message = isThere ? 'is there already: choose another name.' : "can't be written.";
    throw new StartError(`The file ${path} ${message}`, { exitCode: EXIT.failed, cause: error });
  });
  try {
    const minted = await mint();
    await file.writeFile(toText(minted.file));
    await file.sync();
    return minted;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

function toText(file: CredentialFile): string {
  return `${JSON.stringify(file, undefined, 2)}\n`;
}
