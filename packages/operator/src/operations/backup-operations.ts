import { STORE_VERSION } from '@gpii/store';
import { z } from 'zod';
import { BACKUP_COLLECTIONS } from '../backup/backup-format.ts';
import { defineOperation } from './operation.ts';

const PAGE_SIZE = 200;

/** A page of documents as they are stored. */
export interface BackupPage {
  readonly documents: readonly { readonly id: string; readonly value: object }[];
  /** Where the next page begins; left out on the last. */
  readonly next?: string;
  /** The version of the data. */
  readonly storeVersion: number;
}

/** Gives a page of a collection. The first page of all leaves the audit record, which is in the backup then. */
export const backupPage = defineOperation({
  name: 'backup-page',
  input: z.strictObject({ collection: z.enum(BACKUP_COLLECTIONS), after: z.string().optional() }),
  run: async ({ store, audit }, { collection, after }, by): Promise<BackupPage> => {
    if (collection === BACKUP_COLLECTIONS[0] && after === undefined) {
      await audit.append(by, { action: 'backup_made', subject: 'store' });
    }
    const options = { limit: PAGE_SIZE, ...(after === undefined ? {} : { after }) };
    const found = await store[collection].listByPrefix('', options);
    const documents = found.map(({ id, value }) => ({ id, value }));
    const last = found.length < PAGE_SIZE ? undefined : found.at(-1);
    return { documents, storeVersion: STORE_VERSION, ...(last === undefined ? {} : { next: last.id }) };
  },
});
