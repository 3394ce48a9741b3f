import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { openAccessTokenBuckets, type OwnedBuckets } from './access-token-buckets.ts';
import type { BucketBackEnd } from './bucket-folders.ts';
import { createCollection, type OwnedCollection } from './collection.ts';
import { prepareDatabaseFolder, prepareDataFolder } from './data-folder.ts';
import type { Database } from './database.ts';
import { openLevelDatabase } from './level-database.ts';
import { loadPouchDB } from './load-pouchdb.ts';
import { openLoggedRevocations, type OwnedRevocations } from './logged-revocations.ts';
import { observeDatabase, type WrittenBatch } from './observe-database.ts';
import { openPouchDatabase } from './pouch-database.ts';
import { probeDisk } from './probe-disk.ts';
import { openRecoveredDatabase } from './recovered-database.ts';
import { rememberReads } from './remember-reads.ts';
import { openReopeningDatabase } from './reopening-database.ts';
import { StoreLockedError, StoreStateError, StoreUnavailableError } from './store-errors.ts';
import type { NoticeListener } from './store-notice.ts';
import { checkState } from './store-state.ts';
import type { Store } from './store.ts';
import { withinDeadline } from './within-deadline.ts';

/** Where a store is and how it behaves. */
export interface OpenStoreOptions {
  /** The data folder. Created, for its owner alone, when missing. */
  readonly dataDir: string;
  /** Whether access token records are fsynced too, so that they survive a loss of power. Default false. */
  readonly fsyncTokens?: boolean;
  /** The span of expiry times that one bucket of access tokens holds. Default 3600. */
  readonly bucketWidthSeconds?: number;
  /** How long an operation may take, in milliseconds. Default 1500. */
  readonly deadlineMs?: number;
  /** Is told what was found damaged, and what became of it. Without it nobody is. */
  readonly onNotice?: NoticeListener;
  /** Opens also what a restore left half done, or an older version wrote. For restore and upgrade alone. */
  readonly inAnyState?: boolean;
  /** Is told of each batch of writes, stored or not. */
  readonly onBatch?: ((batch: WrittenBatch) => void) | undefined;
}

/**
 * Opens the store in a folder of this computer: PouchDB on LevelDB, access tokens on LevelDB alone; one process at a time.
 *
 * @throws StoreLockedError when a running server, or another store of this process, has the folder open.
 * @throws StoreUnavailableError when the folder or a database in it cannot be used.
 * @throws StoreStateError when the data is of another version, or a restore was not finished.
 * @throws RangeError when `bucketWidthSeconds` is no whole number above 0.
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const { dataDir, fsyncTokens = false, bucketWidthSeconds = 3600, deadlineMs = 1500, onBatch } = options;
  const { onNotice: notify = () => undefined, inAnyState = false } = options;
  if (!Number.isInteger(bucketWidthSeconds) || bucketWidthSeconds <= 0) {
    throw new RangeError('bucketWidthSeconds is a whole number above 0');
  }
  const folder = await prepareDataFolder(dataDir);
  const opened: Closable[] = [];
  try {
    const parts = await openParts({ folder, fsyncTokens, bucketWidthSeconds, deadlineMs, notify, onBatch }, opened);
    if (!inAnyState) await checkState(folder, parts.core);
    return toStore(parts);
  } catch (error) {
    await closeAll(opened).catch(() => undefined);
    throw toStoreError(error, folder);
  }
}

interface Settings {
  readonly folder: string;
  readonly fsyncTokens: boolean;
  readonly bucketWidthSeconds: number;
  readonly deadlineMs: number;
  readonly notify: NoticeListener;
  readonly onBatch: OpenStoreOptions['onBatch'];
}

interface Closable {
  close(): Promise<void>;
}

interface Parts {
  readonly core: OwnedCollection;
  readonly safes: OwnedCollection;
  readonly revocations: OwnedRevocations;
  readonly audit: OwnedCollection;
  readonly accessTokens: OwnedBuckets;
}

/** Puts into `opened` what it has opened, so that its caller can close that when a later part fails. */
async function openParts(settings: Settings, opened: Closable[]): Promise<Parts> {
  const { folder, fsyncTokens, bucketWidthSeconds, deadlineMs, notify } = settings;
  const open = collectionOpener(settings);
  const openPart = async (name: string, { replaces }: { replaces: boolean }) => {
    const collection = await open(join(folder, name), { on: 'pouchdb', fsync: true, replaces });
    opened.push(collection);
    return collection;
  };
  // The lock of the first database stands for the whole folder, so the others wait until it is ours.
  const core = await openPart('core', { replaces: true });
  const safes = await openPart('safes', { replaces: true });
  const revocations = await openLoggedRevocations({
    openCollection: () => open(join(folder, 'revocations'), { on: 'pouchdb', fsync: true, replaces: false }),
    folder: join(folder, 'revocations'),
    path: join(folder, 'revocations.log'),
    deadlineMs,
    notify,
    now: new Date(),
  });
  opened.push(revocations);
  const audit = await openPart('audit', { replaces: false });
  const accessTokens = await openAccessTokenBuckets({
    folder: join(folder, 'access-tokens'),
    widthSeconds: bucketWidthSeconds,
    deadlineMs,
    openCollection: (bucketFolder, on) => open(bucketFolder, { on, fsync: fsyncTokens, replaces: false }),
  });
  return { core, safes, revocations, audit, accessTokens };
}

interface DatabaseKind {
  readonly on: BucketBackEnd;
  readonly fsync: boolean;
  /** Whether documents are ever replaced. */
  readonly replaces: boolean;
}

function collectionOpener({ folder: dataFolder, deadlineMs, notify, onBatch }: Settings) {
  const libraries = loadPouchDB();
  const storeName = `gpii-store-${randomUUID()}`;
  return async (folder: string, { on, ...kind }: DatabaseKind): Promise<OwnedCollection> => {
    const openDatabase = (): Promise<Database> =>
      on === 'leveldb'
        ? openLevelDatabase({ LevelDown: libraries.LevelDown, folder, ...kind })
        : openPouchDatabase({ libraries, folder, storeName, ...kind });
    try {
      await prepareDatabaseFolder(folder);
      const database = await openReopeningDatabase({
        open: () => openRecoveredDatabase({ LevelDown: libraries.LevelDown, folder, open: openDatabase }, notify),
        probe: () => probeDisk(folder),
      });
      // Buckets of access tokens are many and come and go: they count as one.
      const name = dirname(folder) === dataFolder ? basename(folder) : 'access-tokens';
      const quick = kind.replaces ? rememberReads(database) : database;
      return createCollection(observeDatabase(quick, name, onBatch), deadlineMs);
    } catch (error) {
      throw toStoreError(error, dataFolder);
    }
  };
}

function toStore(parts: Parts): Store {
  const { core } = parts;
  const all = Object.values<OwnedCollection | OwnedBuckets>({ ...parts });
  let closing: Promise<void> | undefined;

  async function answer(): Promise<void> {
    await Promise.all([core.get('is the database there?'), ...all.map((part) => part.settled())]);
  }

  return {
    ...parts,
    checkReady: (deadlineMs) => withinDeadline(answer(), deadlineMs, 'Reading from the database'),
    close: () => (closing ??= closeAll(all)),
  };
}

/** Closes all of them, also when one fails, and then says so. */
async function closeAll(parts: readonly Closable[]): Promise<void> {
  const results = await Promise.allSettled(parts.map((part) => part.close()));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw new StoreUnavailableError('The store could not be closed', { cause: failed.reason });
}

/** LevelDB's words for a LOCK file that another process, or this one, holds: on Linux and macOS, and on Windows. */
const LOCK_HELD = /\block\b.*(temporarily unavailable|already held|being used by another process)/i;

function isOurs(error: unknown): error is StoreLockedError | StoreUnavailableError | StoreStateError {
  return (
    error instanceof StoreLockedError || error instanceof StoreUnavailableError || error instanceof StoreStateError
  );
}

function toStoreError(error: unknown, folder: string): Error {
  if (isOurs(error)) return error;
  if (error instanceof Error && LOCK_HELD.test(error.message)) {
    return new StoreLockedError(`The data folder ${folder} is in use by another process`, { cause: error });
  }
  return new StoreUnavailableError(`A database in the data folder ${folder} cannot be opened`, { cause: error });
}
