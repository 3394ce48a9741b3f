import { access, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreStateError } from './store-errors.ts';
import type { Collection } from './store.ts';
import { checkStoreVersion } from './store-version.ts';
import { syncFolder } from './sync-folder.ts';

/** Lies in a data folder while a restore into it is under way. */
export const RESTORE_MARK = 'restore-not-finished';

/**
 * Passes a data folder that can be worked with.
 *
 * @throws StoreStateError when a restore into it was not finished, or another version wrote what is in it.
 */
export async function checkState(folder: string, core: Collection): Promise<void> {
  const isRestoring = await access(join(folder, RESTORE_MARK)).then(
    () => true,
    () => false,
  );
  if (isRestoring) {
    throw new StoreStateError(
      `A restore into the data folder ${folder} was not finished, so a part of the data is missing. Run ` +
        '"gpii-cloud restore" again, with --force.',
    );
  }
  await checkStoreVersion(core);
}

/** Marks a data folder as half restored, for as long as `restore` takes; a failure leaves the mark. */
export async function whileRestoring<T>(folder: string, restore: () => Promise<T>): Promise<T> {
  const file = await open(join(folder, RESTORE_MARK), 'a', 0o600);
  await file.close();
  await syncFolder(folder);
  const result = await restore();
  await rm(join(folder, RESTORE_MARK));
  await syncFolder(folder);
  return result;
}
