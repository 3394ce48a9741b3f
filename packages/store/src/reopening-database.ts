import type { Database } from './database.ts';
import { createInFlight } from './in-flight.ts';

/** How a database is opened, and opened again. */
export interface ReopeningOptions {
  readonly open: () => Promise<Database>;
  /** Rejects while opening it again would fail: then what is open goes on reading. */
  readonly probe: () => Promise<void>;
  /** How long until the next try. Default 500. */
  readonly retryMs?: number;
}

/**
 * A database that is closed and opened again after a write failed. LevelDB refuses all further writes then; and where
 * it does not, its log may have half a record in it, which would cost records after it at the next start.
 *
 * Reads go on meanwhile. Tries go on by themselves until one succeeds, so it is there again as soon as the disk is.
 */
export async function openReopeningDatabase({ open, probe, retryMs = 500 }: ReopeningOptions): Promise<Database> {
  let current: Database | undefined = await open();
  let failure: unknown;
  let isSound = true;
  let isClosed = false;
  let attempt: Promise<void> | undefined;
  const inUse = createInFlight();

  async function reopen(): Promise<void> {
    if (current !== undefined) {
      await probe();
      const old = current;
      current = undefined;
      await inUse.idle();
      await old.close().catch(() => undefined);
    }
    current = await open();
    isSound = true;
  }

  function tryToReopen(): void {
    attempt = reopen()
      .catch((error: unknown) => {
        failure = error;
        setTimeout(() => {
          if (!isClosed) tryToReopen();
        }, retryMs).unref();
      })
      .finally(() => {
        attempt = undefined;
      });
  }

  async function use<T>(kind: 'read' | 'write', operation: (database: Database) => Promise<T>): Promise<T> {
    if (!isSound && (kind === 'write' || current === undefined)) await attempt;
    if (current === undefined || (kind === 'write' && !isSound)) {
      throw new Error('The database is being opened again after a write failed', { cause: failure });
    }
    const database = current;
    return inUse.run(() => operation(database));
  }

  return {
    read: (id) => use('read', (database) => database.read(id)),
    listIds: (range) => use('read', (database) => database.listIds(range)),
    async write(batch) {
      try {
        return await use('write', (database) => database.write(batch));
      } catch (error) {
        if (isSound) {
          isSound = false;
          failure = error;
          tryToReopen();
        }
        throw error;
      }
    },
    async close() {
      isClosed = true;
      await attempt;
      await current?.close();
    },
  };
}
