import { randomUUID } from 'node:crypto';
import type { Database, DocumentWrite, WriteResult } from '../database.ts';
import type { Found, StoredDocument } from '../store.ts';
import type { CouchClient } from './couch-client.ts';
import { CouchFailure } from './couch-failure.ts';
import { createWriteSettler, type CouchDocument } from './settle-write.ts';

/** The shape of the documents that this version writes. A migration raises it. */
const SCHEMA_VERSION = 1;
/** Ids of requests can be of any length, and stand in an address only up to here. */
const ID_LIMIT_IN_ADDRESS = 1000;

/** One database of a CouchDB. */
export interface CouchDatabaseOptions {
  readonly client: CouchClient;
  /** Its whole name. */
  readonly name: string;
  /** On how many nodes the cluster keeps a document; 1 where it is no cluster. */
  readonly copies: () => number;
  /**
   * Whether two that were created at once may both stay: for documents that say the same whoever wrote them, and of
   * which none may ever be lost, as revocations. Default false: the loser withdraws.
   */
  readonly keepsRivals?: boolean;
}

/** A database over http. It is not created here, and closing it leaves the client as it is. */
export function openCouchDatabase({ client, name, copies, keepsRivals = false }: CouchDatabaseOptions): Database {
  const path = `/${encodeURIComponent(name)}`;
  const { readLeaf, settle } = createWriteSettler({ client, path, copies, keepsRivals });

  async function post(documents: readonly CouchDocument[]): Promise<readonly WriteRow[]> {
    const { body } = await client.ask({ method: 'POST', path: `${path}/_bulk_docs`, body: { docs: documents } });
    return toRows(body, documents);
  }

  /** All have different ids. */
  async function writeOnce(writes: readonly DocumentWrite[]): Promise<readonly WriteResult[]> {
    const documents = writes.map(toCouchDocument);
    let rows: readonly WriteRow[];
    let isSecondTry = false;
    try {
      rows = await post(documents);
    } catch (error) {
      if (!(error instanceof CouchFailure) || !error.isConnectionLost) throw error;
      isSecondTry = true;
      rows = await post(documents);
    }
    const resolve = async (document: CouchDocument, row: WriteRow | undefined): Promise<WriteResult> => {
      if (row === undefined) return new CouchFailure('The database said nothing of a document');
      if (row.kind === 'stored') return row.revision;
      if (row.kind === 'failed') return new CouchFailure(`The database could not store a document: ${row.error}`);
      if (row.kind === 'accepted') return settle(document, row.revision);
      if (!isSecondTry) return undefined;
      // The first try may be what stands in the way.
      const leaf = await readLeaf(document._id);
      return leaf?.writeId === document.writeId ? settle(document, leaf._rev) : undefined;
    };
    return Promise.all(documents.map((document, index) => resolve(document, rows[index])));
  }

  async function readMany(ids: readonly string[]): Promise<readonly Found<StoredDocument>[]> {
    const body = { docs: ids.map((id) => ({ id })) };
    const answer = await client.ask({ method: 'POST', path: `${path}/_bulk_get`, body });
    const { results } = answer.body as { results?: readonly BulkGetResult[] };
    if (!Array.isArray(results)) throw new CouchFailure('The database answered something that is no list of documents');
    return (results as readonly BulkGetResult[]).flatMap(pickWinner);
  }

  return {
    read: async (id) => {
      const encoded = encodeURIComponent(id);
      if (encoded.length > ID_LIMIT_IN_ADDRESS) return (await readMany([id]))[0];
      // No r: CouchDB reads from a quorum of the copies unless told otherwise.
      const { status, body } = await client.ask({ method: 'GET', path: `${path}/${encoded}` });
      return status === 404 ? undefined : toFound(body);
    },
    readMany,
    write: async (batch) => {
      const results = new Map<DocumentWrite, WriteResult>();
      let left = batch;
      while (left.length > 0) {
        const now = firstOfEachId(left);
        const done = await writeOnce(now);
        now.forEach((write, index) => results.set(write, done[index]));
        left = left.filter((write) => !results.has(write) && !lostToAnother(write, now, results));
      }
      return batch.map((write) => results.get(write));
    },
    listIds: async ({ from, to, limit }) => {
      const query = `startkey=${encode(from)}&endkey=${encode(to)}&inclusive_end=false&limit=${limit}`;
      const { body } = await client.ask({ method: 'GET', path: `${path}/_all_docs?${query}` });
      const { rows } = body as { rows?: readonly { readonly id: string }[] };
      if (!Array.isArray(rows)) throw new CouchFailure('The database answered something that is no list');
      return (rows as readonly { readonly id: string }[]).map(({ id }) => id);
    },
    close: () => Promise.resolve(),
  };
}

type WriteRow =
  | { readonly kind: 'stored' | 'accepted'; readonly revision: string }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'failed'; readonly error: string };

interface BulkGetResult {
  readonly docs: readonly { readonly ok?: CouchDocument & { _rev: string }; readonly error?: unknown }[];
}

function encode(key: string): string {
  return encodeURIComponent(JSON.stringify(key));
}

/** CouchDB makes a revision out of the content: without `writeId` two that create the same at once would both have won. */
function toCouchDocument({ id, revision, value }: DocumentWrite): CouchDocument {
  const document = { _id: id, schemaVersion: SCHEMA_VERSION, writeId: randomUUID(), value };
  return revision === undefined ? document : { ...document, _rev: revision };
}

/** Two writes of one document in one batch leave one after the other: which of them wins is ours to know. */
function firstOfEachId(writes: readonly DocumentWrite[]): readonly DocumentWrite[] {
  const seen = new Set<string>();
  return writes.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** Whether it wants to take the place of a state that another of this batch took the place of, or found gone. */
function lostToAnother(
  write: DocumentWrite,
  done: readonly DocumentWrite[],
  results: ReadonlyMap<DocumentWrite, WriteResult>,
): boolean {
  const rival = done.find(({ id, revision }) => id === write.id && revision === write.revision);
  return rival !== undefined && !(results.get(rival) instanceof Error);
}

function toFound(body: unknown): Found<StoredDocument> {
  const { _id, _rev, value } = (body ?? {}) as Partial<CouchDocument>;
  if (typeof _id !== 'string' || typeof _rev !== 'string' || typeof value !== 'object') {
    throw new CouchFailure('The database answered something that is no document of ours');
  }
  return { id: _id, revision: _rev, value };
}

/** Of the revisions that stand, the one that CouchDB takes: the highest number, then the highest name. */
function pickWinner({ docs }: BulkGetResult): Found<StoredDocument>[] {
  const failed = docs.find(({ error }) => error !== undefined && !isMissing(error));
  if (failed !== undefined) throw new CouchFailure('The database could not read a document');
  const standing = docs.flatMap(({ ok }) => (ok === undefined || ok._deleted === true ? [] : [ok]));
  const [winner] = standing.sort((left, right) => compareRevisions(right._rev, left._rev));
  return winner === undefined ? [] : [toFound(winner)];
}

function isMissing(error: unknown): boolean {
  const name = typeof error === 'string' ? error : (error as { error?: unknown } | null)?.error;
  return name === 'not_found';
}

function compareRevisions(left: string, right: string): number {
  return Number.parseInt(left, 10) - Number.parseInt(right, 10) || (left < right ? -1 : 1);
}

/** The rows stand in the order of the documents; `accepted` means on fewer nodes than asked for. */
function toRows(body: unknown, documents: readonly CouchDocument[]): readonly WriteRow[] {
  if (!Array.isArray(body) || body.length !== documents.length) {
    throw new CouchFailure('The database answered a batch with something else');
  }
  return (body as Record<string, unknown>[]).map(({ id, rev, error, accepted }, index) => {
    if (id !== documents[index]?._id) throw new CouchFailure('The database answered a batch in another order');
    if (error === 'conflict') return { kind: 'conflict' };
    if (typeof rev !== 'string') return { kind: 'failed', error: String(error) };
    return { kind: accepted === true ? 'accepted' : 'stored', revision: rev };
  });
}
