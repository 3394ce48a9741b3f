import { constants } from 'node:fs';
import { access, mkdir, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { StoreUnavailableError } from './store-errors.ts';

/**
 * The absolute path of the data folder, which is created for its owner alone (0700) when missing.
 *
 * @throws StoreUnavailableError when it cannot be created, read and written.
 */
export async function prepareDataFolder(dataDir: string): Promise<string> {
  const folder = resolve(dataDir);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return folder;
  } catch (cause) {
    throw new StoreUnavailableError(`The data folder ${folder} cannot be created, read and written`, { cause });
  }
}

/** Makes sure that the entries of a folder survive a loss of power: LevelDB fsyncs its own folder, not the one above. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders, and needs none of this.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
