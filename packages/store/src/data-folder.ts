import { constants, existsSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { StoreUnavailableError } from './store-errors.ts';
import { syncFolder } from './sync-folder.ts';

/**
 * The absolute path of the data folder, which is created for its owner alone (0700) when missing.
 *
 * @throws StoreUnavailableError when it cannot be created, read and written.
 */
export async function prepareDataFolder(dataDir: string): Promise<string> {
  const folder = resolve(dataDir);
  try {
    await makeFolder(folder);
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return folder;
  } catch (cause) {
    throw new StoreUnavailableError(`The data folder ${folder} cannot be created, read and written`, { cause });
  }
}

/**
 * Creates a folder and those above it. Node's own recursive mkdir tries for ever where the parent is there but refuses
 * with ENOENT, as below /proc.
 */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') return;
    const parent = dirname(folder);
    if (code !== 'ENOENT' || parent === folder || existsSync(parent)) throw error;
    await makeFolder(parent);
    await makeFolder(folder);
  }
}

/**
 * Creates the folder of one database when missing, so that its entry survives a loss of power: also where single records
 * alone are fsynced. (LevelDB fsyncs what is in its own folder, not the folder above.)
 */
export async function prepareDatabaseFolder(folder: string): Promise<void> {
  const created = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (created !== undefined) await syncFolder(dirname(folder));
}
