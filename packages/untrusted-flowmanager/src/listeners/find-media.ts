import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MEDIUM_FILES } from '../local/medium.ts';

/** A token medium that is there, by the folder that it is mounted at. */
export interface FoundMedium {
  readonly folder: string;
  /** Another one when the token file is another, or was written again. */
  readonly version: string;
}

/**
 * Looks for token files: in a folder, in its folders, and in theirs, because desktops mount media at /media/USER/LABEL. What is
 * mounted is a medium by itself: its own folders are not looked into. No link is followed.
 *
 * @returns What is there; nothing for what can't be read, or went away meanwhile.
 */
export async function findMedia(root: string): Promise<readonly FoundMedium[]> {
  const info = await lstat(root).catch(() => undefined);
  if (info?.isDirectory() !== true) return [];
  return findIn(root, { device: info.dev, levels: 2 });
}

async function findIn(
  folder: string,
  { device, levels }: { device: number; levels: number },
): Promise<readonly FoundMedium[]> {
  const file = await lstat(join(folder, MEDIUM_FILES.gpiiToken)).catch(() => undefined);
  if (file !== undefined) return [{ folder, version: `${file.dev} ${file.ino} ${file.size} ${file.mtimeMs}` }];
  if (levels === 0) return [];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: FoundMedium[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const inside = join(folder, entry.name);
    const isMount = levels > 1 && (await lstat(inside).catch(() => undefined))?.dev !== device;
    found.push(...(await findIn(inside, { device, levels: isMount ? 0 : levels - 1 })));
  }
  return found;
}
