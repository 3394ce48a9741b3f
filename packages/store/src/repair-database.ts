import { constants } from 'node:fs';
import { copyFile, link, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LevelDownConstructor } from './load-pouchdb.ts';

/** Whether LevelDB says that the files of a database contradict themselves, and not only that they cannot be had. */
export function isCorruption(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (/corrupt/i.test(cause.message)) return true;
  }
  return false;
}

/**
 * Whether the file CURRENT is gone, which names the others. LevelDB would begin an empty database then, and remove the
 * files of the one that is there.
 */
export async function lacksCurrent(folder: string): Promise<boolean> {
  const names = await readdir(folder);
  if (names.includes('CURRENT')) return false;
  if (names.some((name) => name.endsWith('.ldb'))) return true;
  const logs = names.filter((name) => name.endsWith('.log'));
  const sizes = await Promise.all(logs.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.some((bytes) => bytes > 0);
}

/**
 * Has LevelDB build a database anew from whatever can be read of it. Its files as they were are kept beside it.
 *
 * @returns The folder in which they are kept.
 * @throws Error, from the file system or LevelDB, when there is no room or nothing can be made of the files.
 */
export async function repairDatabase(LevelDown: LevelDownConstructor, folder: string, now: Date): Promise<string> {
  const kept = `${folder}.damaged-${now.toISOString().replace(/\W/g, '')}`;
  await copyFiles(folder, kept);
  await new Promise<void>((resolve, reject) => {
    LevelDown.repair(folder, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
  return kept;
}

/** Tables are never written again, so a second name for them is as good as a copy, and takes no room. */
async function copyFiles(from: string, to: string): Promise<void> {
  await mkdir(to, { mode: 0o700 });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    const copy = (): Promise<void> => copyFile(source, target, constants.COPYFILE_EXCL);
    await (entry.name.endsWith('.ldb') ? link(source, target).catch(copy) : copy());
  }
}
