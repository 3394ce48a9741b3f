import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bucketEndOf } from './bucket-name.ts';

/** What a database is kept with: PouchDB on LevelDB, or LevelDB alone. */
export type BucketBackEnd = 'pouchdb' | 'leveldb';

/** A bucket's folder is this and its name: a bare name could be `con` or `nul`, which Windows keeps for itself. */
const FOLDER_PREFIXES: Readonly<Record<BucketBackEnd, string>> = { leveldb: 'level-until-', pouchdb: 'until-' };
/** That of new buckets first: it counts where an older version ran in between and made one of the same name. */
const BACK_ENDS: readonly BucketBackEnd[] = ['leveldb', 'pouchdb'];
/** A bucket is renamed so before its files go, so that a crash never leaves half a bucket that looks like one. */
const DOOMED = 'destroyed-';

/** Where a bucket is, or would be. */
export function bucketFolderOf(folder: string, name: string, backEnd: BucketBackEnd): string {
  return join(folder, FOLDER_PREFIXES[backEnd] + name);
}

/** Removes a bucket with all that is in it. What is cut short is finished by the next {@link findBuckets}. */
export async function destroyBucketFolders(folder: string, name: string): Promise<void> {
  for (const backEnd of BACK_ENDS) {
    const doomed = join(folder, `${DOOMED}${FOLDER_PREFIXES[backEnd]}${name}`);
    try {
      await rename(bucketFolderOf(folder, name, backEnd), doomed);
    } catch (error) {
      // Never made because it could not be opened, or renamed by an attempt that got no further.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
    await rm(doomed, { recursive: true, force: true });
  }
}

/**
 * The buckets that are there, in a folder that is created when missing.
 *
 * @throws Error, from the file system, when the folder cannot be used.
 */
export async function findBuckets(folder: string): Promise<readonly { name: string; backEnd: BucketBackEnd }[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = new Map<string, BucketBackEnd>();
  const entries = await readdir(folder);
  for (const entry of entries) {
    if (entry.startsWith(DOOMED)) await rm(join(folder, entry), { recursive: true, force: true });
  }
  for (const backEnd of BACK_ENDS) {
    const prefix = FOLDER_PREFIXES[backEnd];
    const names = entries.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length));
    for (const name of names) {
      if (bucketEndOf(name) !== undefined && !found.has(name)) found.set(name, backEnd);
    }
  }
  return [...found].map(([name, backEnd]) => ({ name, backEnd }));
}
