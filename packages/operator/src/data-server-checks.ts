import { existsSync } from 'node:fs';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { StartError } from '@gpii/service-kit/cli';
import type { StartCheck } from '@gpii/service-kit';
import { StoreLockedError } from '@gpii/store';
import { readSmtpPassword, readStoreCredential, type DataLocation } from './data-location.ts';
import { readRevision } from './old-probes.ts';
import { openData } from './open-data.ts';
import type { DataServerSettings } from './start-data-server.ts';

/** What `config check` of every server with data looks at. Nothing is left behind. */
export const dataServerChecks: readonly StartCheck<DataServerSettings>[] = [
  {
    needs: ['dataDir', 'store', 'storeCredentialFile', 'keysFile'],
    run: (settings) => checkData({ ...settings, dataDir: resolve(settings.dataDir) }),
  },
  {
    needs: ['smtpPasswordFile'],
    run: async ({ smtpPasswordFile }: DataServerSettings): Promise<readonly string[]> => {
      if (smtpPasswordFile !== undefined) await readSmtpPassword(smtpPasswordFile);
      return [];
    },
  },
  {
    needs: ['revisionFile'],
    run: ({ revisionFile }: DataServerSettings): readonly string[] => {
      if (revisionFile !== undefined) readRevision(revisionFile);
      return [];
    },
  },
];

/** A CouchDB may be away: the server would wait for it. Only the file with its password is looked at. */
async function checkData(location: DataLocation): Promise<readonly string[]> {
  if (location.store === undefined) return checkDataFolder(location);
  if (location.storeCredentialFile !== undefined) await readStoreCredential(location.storeCredentialFile);
  return [];
}

/** A folder that a running server has open is right as well: that server has read it. */
async function checkDataFolder(location: DataLocation): Promise<readonly string[]> {
  const folder = location.dataDir;
  if (existsSync(join(folder, 'core'))) {
    try {
      await (await openData(location)).store.close();
      return [];
    } catch (error) {
      if (error instanceof StartError && error.cause instanceof StoreLockedError) return [];
      throw error;
    }
  }
  // It would be made at the first start, below the nearest folder that is there. Only trying tells: to the administrator,
  // rights say nothing.
  let parent = folder;
  while (!existsSync(parent) && dirname(parent) !== parent) parent = dirname(parent);
  try {
    await rmdir(await mkdtemp(join(parent, '.gpii-config-check-')));
    return [];
  } catch {
    return [`The data folder ${folder} cannot be created, read and written.`];
  }
}
