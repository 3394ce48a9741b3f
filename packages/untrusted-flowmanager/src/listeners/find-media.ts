import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MEDIUM_FILES } from '../local/medium.ts';

/** A token medium that is there, by the folder that it is mounted at. */
export interface FoundMedium {
  readonly folder: string;
  /** Another one when the token file is another, or was written again. */
  readonly version: string;
}

/** Folders of one folder that are looked into: a medium without token may have thousands. */
const MOST_FOLDERS = 32;

/**
 * Looks for token files: in a folder, in its folders, and in theirs, because desktops mount media at /media/USER/LABEL. No link is
 * followed. Each call of the file system counts: this is done all the time, whether there are media or not.
 *
 * @returns What is there; nothing for what can't be read, or went away meanwhile.
 */
export async function findMedia(root: string): Promise<readonly FoundMedium[]> {
  const inRoot = await look(root);
  if ('medium' in inRoot) return inRoot.medium;
  const found: FoundMedium[] = [];
  for (const folder of inRoot.folders) {
    const inFolder = await look(folder);
    if ('medium' in inFolder) found.push(...inFolder.medium);
    else for (const inside of inFolder.folders) found.push(...(await findAt(inside)));
  }
  return found;
}

async function look(
  folder: string,
): Promise<{ readonly medium: readonly FoundMedium[] } | { readonly folders: readonly string[] }> {
  const entries: readonly Dirent[] = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (entries.some(({ name }) => name === MEDIUM_FILES.gpiiToken)) return { medium: await findAt(folder) };
  const folders = entries.filter((entry) => entry.isDirectory()).slice(0, MOST_FOLDERS);
  return { folders: folders.map(({ name }) => join(folder, name)) };
}

async function findAt(folder: string): Promise<readonly FoundMedium[]> {
  const file = await lstat(join(folder, MEDIUM_FILES.gpiiToken)).catch(() => undefined);
  return file === undefined ? [] : [{ folder, version: `${file.dev} ${file.ino} ${file.size} ${file.mtimeMs}` }];
}
