import { rename, rm } from 'node:fs/promises';
import { copyOf, type OwnedCollection } from './collection.ts';
import { toDatabaseId } from './document-id.ts';
import { isOverAnyhow, type RevocationLines } from './revocation-lines.ts';
import { openRevocationLog, readRevocationFile, writeRevocationFile, type RevocationLog } from './revocation-log.ts';
import { ConflictError } from './store-errors.ts';
import type { NoticeListener } from './store-notice.ts';
import { readEach } from './read-each.ts';
import type { RevocationCollection, StoredDocument } from './store.ts';

/** Where revocations are, and what goes with them. */
export interface LoggedRevocationsOptions {
  /** Opens the database, which it creates when missing. */
  readonly openCollection: () => Promise<OwnedCollection>;
  /** Folder of that database. */
  readonly folder: string;
  /** `revocations.log` in the data folder. */
  readonly path: string;
  readonly deadlineMs: number;
  readonly notify: NoticeListener;
  readonly now: Date;
}

/** The collection of revocations, as the store that owns it sees it. */
export type OwnedRevocations = OwnedCollection & RevocationCollection;

type Revocations = ReadonlyMap<string, StoredDocument>;

/** Documents that are written or read at a time. */
const CHUNK_SIZE = 500;
/** So many that are over, and more than those that are not: then it pays to write file and database anew. */
const MANY_OVER = 1000;

/**
 * The collection of revocations, with an append-only file beside it: nothing is acknowledged before it is in both, and
 * whatever one of them has lost is put back from the other now, so that no revocation is undone unless both lose it.
 *
 * @throws StoreUnavailableError when the database refuses what is put back.
 * @throws Error, from the file system, when the file cannot be read or written.
 */
export async function openLoggedRevocations(options: LoggedRevocationsOptions): Promise<OwnedRevocations> {
  const { path, deadlineMs, openCollection } = options;
  let collection = await openCollection();
  try {
    let all = await reconcile(collection, options);
    const live = new Map([...all].filter(([, value]) => !isOverAnyhow(value, options.now)));
    if (all.size - live.size >= Math.max(MANY_OVER, live.size)) {
      await collection.close();
      await removeFolder(options.folder);
      collection = await openCollection();
      await restoreInto(collection, [...live]);
      await writeRevocationFile(path, live);
      all = live;
    }
    const log = await openRevocationLog(path, { knownIds: all.keys(), deadlineMs });
    return withLog(collection, log, new Map(all));
  } catch (error) {
    await collection.close().catch(() => undefined);
    throw error;
  }
}

/** @param found - What both have now: the first to read all of them gets these, and nobody keeps them. */
function withLog(
  collection: OwnedCollection,
  log: RevocationLog,
  found: Map<string, StoredDocument> | undefined,
): OwnedRevocations {
  return {
    ...collection,
    async create(id, given) {
      toDatabaseId(id);
      const value = copyOf(given);
      const [logged, stored] = await Promise.allSettled([log.append(id, value), collection.create(id, value)]);
      if (logged.status === 'rejected') throw logged.reason;
      if (stored.status === 'rejected') throw stored.reason;
      found?.set(id, value);
      return stored.value;
    },
    async readAll() {
      const all = found ?? readEach(collection);
      found = undefined;
      return all;
    },
    async close() {
      await collection.close();
      await log.close();
    },
  };
}

/** Makes file and database say the same. */
async function reconcile(collection: OwnedCollection, options: LoggedRevocationsOptions): Promise<Revocations> {
  const { path, notify } = options;
  const lines = await readRevocationFile(path);
  const inFile = lines?.found ?? new Map<string, StoredDocument>();
  const stored = new Set(await collection.listIds(''));
  const restored = await restoreInto(
    collection,
    [...inFile].filter(([id]) => !stored.has(id)),
  );
  if (restored > 0) {
    const message = `The database had lost ${restored} revocations: they were put back from ${path}.`;
    notify({ reason: 'revocations_restored', message, path, restored });
  }
  const lost = await readThese(
    collection,
    [...stored].filter((id) => !inFile.has(id)),
  );
  const all = new Map([...inFile, ...lost]);
  await settleFile({ lines, lost, all }, options);
  return all;
}

async function restoreInto(
  collection: OwnedCollection,
  missing: readonly (readonly [string, StoredDocument])[],
): Promise<number> {
  for (let at = 0; at < missing.length; at += CHUNK_SIZE) {
    const creates = missing.slice(at, at + CHUNK_SIZE).map(async ([id, value]) => {
      try {
        await collection.create(id, value);
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
      }
    });
    await Promise.all(creates);
  }
  return missing.length;
}

async function readThese(collection: OwnedCollection, ids: readonly string[]): Promise<Revocations> {
  const all = new Map<string, StoredDocument>();
  for (let at = 0; at < ids.length; at += CHUNK_SIZE) {
    const found = await Promise.all(ids.slice(at, at + CHUNK_SIZE).map((id) => collection.get(id)));
    for (const document of found) if (document !== undefined) all.set(document.id, document.value);
  }
  return all;
}

interface FileState {
  readonly lines: RevocationLines | undefined;
  /** What the database has and the file has not. */
  readonly lost: Revocations;
  readonly all: Revocations;
}

/** Writes the file anew when it is not what it should be, and says why. */
async function settleFile({ lines, lost, all }: FileState, options: LoggedRevocationsOptions): Promise<void> {
  const { path, notify, now } = options;
  const damage = (message: string): void => {
    notify({ reason: 'store_damaged', message: `The revocation file ${path} ${message}`, path });
  };
  if (lines === undefined) {
    if (lost.size > 0) damage(`was not there; it was written with the ${lost.size} revocations of the database.`);
    await writeRevocationFile(path, all);
    return;
  }
  const { garbledLines, tornBytes } = lines;
  if (tornBytes > 0) {
    damage(`ended within a line: ${tornBytes} bytes were dropped, which are one revocation at most.`);
  }
  if (garbledLines > 0) {
    const kept = `${path}.damaged-${now.toISOString().replace(/\W/g, '')}`;
    await rename(path, kept);
    damage(`has ${garbledLines} garbled lines, which were skipped. As it was it is kept: ${kept}`);
  }
  if (lost.size > 0) damage(`lacked ${lost.size} revocations of the database, which were added.`);
  if (tornBytes > 0 || garbledLines > 0 || lost.size > 0) await writeRevocationFile(path, all);
}

/** Renamed first: a removal that is cut short leaves no half of a database under its name. */
async function removeFolder(folder: string): Promise<void> {
  const doomed = `${folder}.destroyed`;
  await rm(doomed, { recursive: true, force: true });
  await rename(folder, doomed);
  await rm(doomed, { recursive: true, force: true });
}
