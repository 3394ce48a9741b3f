import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { maskGpiiToken } from '@gpii/protocol';
import { StartError } from '@gpii/service-kit/cli';
import { fileNameOfToken } from './file-name-of-token.ts';
import { readPreferenceFile, type ReadPreferences } from './read-preference-file.ts';

/**
 * The preferences of a GPII token that are stored on this computer. The folder is listed, and the file is one of the list:
 * no GPII token leads anywhere else, and capital letters count on every system.
 *
 * @returns undefined where there are none.
 */
export async function readStoredPreferences(
  directory: string,
  gpiiToken: string,
): Promise<ReadPreferences | undefined> {
  const wanted = fileNameOfToken(gpiiToken);
  const shownAs = join(directory, `${maskGpiiToken(gpiiToken)}.json5`);
  let names: readonly string[];
  try {
    names = await readdir(directory);
  } catch (error) {
    const message = `the folder can't be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`;
    return { problem: { file: shownAs, line: 1, field: '', message } };
  }
  if (!names.includes(wanted)) return undefined;
  // Whoever may write into this folder may put links there, unlike on a medium.
  const path = join(directory, wanted);
  return readPreferenceFile(await realpath(path).catch(() => path), shownAs);
}

/** How many preference sets a folder holds. */
export async function countStoredPreferences(directory: string): Promise<number> {
  return (await readdir(directory)).filter((name) => name.endsWith('.json5')).length;
}

/** @throws StartError (exit 78) when the folder can't be read: a typing error would else look like nobody's preferences. */
export async function checkStoredPreferences(directory: string | undefined): Promise<void> {
  if (directory === undefined) return;
  await countStoredPreferences(directory).catch((error: unknown) => {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new StartError(`The folder of local preferences ${directory} can't be read: ${why}.`, { cause: error });
  });
}
