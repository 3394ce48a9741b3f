import { basename } from 'node:path';
import type { Database } from './database.ts';
import { measureTornTail, readDroppedBytes } from './leveldb-log.ts';
import type { LevelDownConstructor } from './load-pouchdb.ts';
import { isCorruption, lacksCurrent, repairDatabase } from './repair-database.ts';
import type { NoticeListener } from './store-notice.ts';

/** A database on LevelDB, with PouchDB in between or not. */
export interface RecoveryOptions {
  readonly LevelDown: LevelDownConstructor;
  readonly folder: string;
  /** Opens it. */
  readonly open: () => Promise<Database>;
}

/**
 * Opens a database, also one whose files are damaged: what can be read of them counts, and what was dropped is said as
 * far as it can be known. Only a loss that ends exactly between two writes leaves no trace that could be found.
 *
 * @throws Error, from LevelDB, when the folder is locked or cannot be used even so.
 */
export async function openRecoveredDatabase(options: RecoveryOptions, notify: NoticeListener): Promise<Database> {
  const { folder } = options;
  const damage = (message: string, droppedBytes?: number): void => {
    const what = `The database ${basename(folder)}: ${message}`;
    notify({
      reason: 'store_damaged',
      message: what,
      path: folder,
      ...(droppedBytes === undefined ? {} : { droppedBytes }),
    });
  };
  const tornBytes = await measureTornTail(folder);
  const database = await openOrRepair(options, damage);
  const droppedBytes = await readDroppedBytes(folder);
  if (droppedBytes > 0) damage(`${droppedBytes} bytes of its log were garbled, and dropped.`, droppedBytes);
  if (tornBytes > 0) {
    damage(
      `the last ${tornBytes} bytes of its log are a write without its end, and were dropped. After a loss of power or ` +
        'of a part of the file, what was stored just before may be gone as well.',
      tornBytes,
    );
  }
  return database;
}

async function openOrRepair(options: RecoveryOptions, damage: (message: string) => void): Promise<Database> {
  const { folder, LevelDown, open } = options;
  const repair = async (what: string): Promise<void> => {
    const kept = await repairDatabase(LevelDown, folder, new Date());
    damage(`${what}. It was built anew from what could be read, and something may be lost; kept as it was: ${kept}`);
  };
  if (await lacksCurrent(folder)) await repair('the file CURRENT is gone');
  try {
    return await open();
  } catch (error) {
    if (!isCorruption(error)) throw error;
    await repair('its files contradict themselves');
    return open();
  }
}
