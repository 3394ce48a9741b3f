import { StoreStateError } from './store-errors.ts';
import type { Collection, Store } from './store.ts';

/** The shape of the data that this program writes. A migration raises it. */
export const STORE_VERSION = 1;

/** One step from a version to the next. It may be cut short and run again. */
export interface Migration {
  /** The version that the data has afterwards. */
  readonly to: number;
  /** What it changes, for the operator. */
  readonly describe: string;
  readonly run: (store: Store) => Promise<void>;
}

/** All steps, in order. None yet: the first version is the only one. */
export const MIGRATIONS: readonly Migration[] = [];

/** What an upgrade did. */
export interface UpgradeReport {
  readonly from: number;
  readonly to: number;
  /** What each step changed. */
  readonly steps: readonly string[];
}

const DOCUMENT_ID = 'store-version';

interface VersionDocument {
  readonly version: number;
}

/** The version of the data in a store. The first version has no document that says so. */
async function readStoreVersion(core: Pick<Collection, 'get'>): Promise<number> {
  return (await core.get<VersionDocument>(DOCUMENT_ID))?.value.version ?? 1;
}

async function writeStoreVersion(core: Collection, version: number): Promise<void> {
  const value: VersionDocument = { version };
  const found = await core.get<VersionDocument>(DOCUMENT_ID);
  await (found === undefined ? core.create(DOCUMENT_ID, value) : core.replace(DOCUMENT_ID, found.revision, value));
}

/**
 * Passes data that this program can work with; what is empty gets the version of this program.
 *
 * @param core - The collection that has it: `core`, on every back end.
 * @throws StoreStateError when another version wrote it.
 */
export async function checkStoreVersion(core: Collection, ours: number = STORE_VERSION): Promise<void> {
  const theirs = await readStoreVersion(core);
  if (theirs < ours && (await core.listByPrefix('', { limit: 1 })).length === 0) {
    await writeStoreVersion(core, ours);
    return;
  }
  if (theirs > ours) throw tooNew(theirs, ours);
  if (theirs < ours) {
    throw new StoreStateError(
      `The data is of version ${theirs}, this program works with version ${ours}. Make a backup with the program of ` +
        'before, then run "gpii-cloud store upgrade".',
    );
  }
}

/**
 * Brings data to the version of this program, step by step; each is remembered once it is done.
 *
 * @throws StoreStateError when the data is newer than this program: nothing goes backwards.
 */
export async function upgradeStore(
  store: Store,
  { migrations = MIGRATIONS, ours = STORE_VERSION }: { migrations?: readonly Migration[]; ours?: number } = {},
): Promise<UpgradeReport> {
  const from = await readStoreVersion(store.core);
  if (from > ours) throw tooNew(from, ours);
  const steps: string[] = [];
  for (const { to, describe, run } of migrations.filter((migration) => migration.to > from)) {
    await run(store);
    await writeStoreVersion(store.core, to);
    steps.push(describe);
  }
  return { from, to: ours, steps };
}

function tooNew(theirs: number, ours: number): StoreStateError {
  return new StoreStateError(
    `The data is of version ${theirs}: a newer program wrote it, and this one works with version ${ours} only. Nothing ` +
      'was changed. Start the newer program, or restore a backup that the older one made.',
  );
}
