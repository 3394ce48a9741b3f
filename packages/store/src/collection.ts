import type { Database } from './database.ts';
import { compareIds, endOfPrefix, fromDatabaseId, isUnicodeText, toDatabaseId } from './document-id.ts';
import { createGroupCommit } from './group-commit.ts';
import { createInFlight } from './in-flight.ts';
import { ConflictError, StoreUnavailableError } from './store-errors.ts';
import type { Collection, Found, ListOptions, StoredDocument } from './store.ts';
import { withinDeadline } from './within-deadline.ts';

/** A collection, as the store that owns it sees it. */
export interface OwnedCollection extends Collection {
  /** Stores a document under an id that is random enough never to be there: as {@link Collection.create}, but unlooked. */
  createFresh(id: string, value: object): Promise<string>;
  /** As the other `create`; `durable` asks for an fsync where the database has none otherwise. */
  create(id: string, value: object, options?: { readonly durable?: boolean }): Promise<string>;
  /** Resolves when the batch that is being written now, if any, has been dealt with. */
  settled(): Promise<void>;
  /** Takes no new work, waits for what is under way, closes the database. */
  close(): Promise<void>;
}

const PAGE_SIZE = 500;
const ID_PAGE_SIZE = 5000;

/** What a revision looks like, here and in CouchDB. Anything else can only lose the comparison. */
const REVISION = /^\d+-[0-9a-f]+$/;

/** Deadlines, batching and checks of arguments around a database. */
export function createCollection(database: Database, deadlineMs: number): OwnedCollection {
  const commits = createGroupCommit({ writeBatch: (batch) => database.write(batch), deadlineMs });
  const reads = createInFlight();
  let isClosed = false;

  function refuseWhenClosed(): void {
    if (isClosed) throw new StoreUnavailableError('The store is closed');
  }

  async function read<T>(what: string, operation: () => Promise<T>): Promise<T> {
    refuseWhenClosed();
    return withinDeadline(reads.run(operation), deadlineMs, what).catch((error: unknown) => {
      throw error instanceof StoreUnavailableError
        ? error
        : new StoreUnavailableError(`${what} failed`, { cause: error });
    });
  }

  async function readOne(databaseId: string): Promise<Found<StoredDocument> | undefined> {
    const found = await database.read(databaseId);
    return found && { ...found, id: fromDatabaseId(databaseId) };
  }

  async function readAll(ids: readonly string[]): Promise<Found<StoredDocument>[]> {
    if (database.readMany === undefined) {
      const found = await Promise.all(ids.map(readOne));
      return found.filter((document) => document !== undefined);
    }
    const found = ids.length === 0 ? [] : await database.readMany(ids);
    return found.map((document) => ({ ...document, id: fromDatabaseId(document.id) }));
  }

  async function readPage({ from, to, limit }: { from: string; to: string; limit: number }) {
    const ids = await database.listIds({ from, to, limit });
    return {
      found: await readAll(ids),
      lastId: ids.at(-1),
      isLast: ids.length < limit,
    };
  }

  return {
    async get<T extends object>(id: string) {
      if (!isUnicodeText(id)) return undefined;
      // The one place where a stored document gets the type that its caller knows it to have.
      return (await read('Reading a document', () => readOne(toDatabaseId(id)))) as Found<T> | undefined;
    },

    async create(id, value, { durable = false } = {}) {
      refuseWhenClosed();
      return commits.add({ id: toDatabaseId(id), value: copyOf(value), durable });
    },

    async createFresh(id, value) {
      refuseWhenClosed();
      return commits.add({ id: toDatabaseId(id), value: value as StoredDocument, isFresh: true });
    },

    async replace(id, revision, value) {
      refuseWhenClosed();
      const write = { id: toDatabaseId(id), revision, value: copyOf(value) };
      if (!REVISION.test(revision)) throw new ConflictError('The document never had such a revision');
      return commits.add(write);
    },

    async listByPrefix<T extends object>(prefix: string, { limit = Infinity, after }: ListOptions = {}) {
      const all: Found<StoredDocument>[] = [];
      let range = toRange(prefix, after);
      while (range !== undefined && all.length < limit) {
        const { from, to } = range;
        const pageSize = Math.min(PAGE_SIZE, limit - all.length);
        const page = await read('Reading a list', () => readPage({ from, to, limit: pageSize }));
        all.push(...page.found);
        range = page.isLast || page.lastId === undefined ? undefined : { from: justAfter(page.lastId), to };
      }
      return all as readonly object[] as readonly Found<T>[];
    },

    async listIds(prefix) {
      const all: string[] = [];
      let range = toRange(prefix, undefined);
      while (range !== undefined) {
        const { from, to } = range;
        const ids = await read('Reading a list', () => database.listIds({ from, to, limit: ID_PAGE_SIZE }));
        for (const id of ids) all.push(fromDatabaseId(id));
        const lastId = ids.at(-1);
        range = ids.length < ID_PAGE_SIZE || lastId === undefined ? undefined : { from: justAfter(lastId), to };
      }
      return all;
    },

    settled: () => commits.settled(),

    async close() {
      isClosed = true;
      await Promise.all([commits.drained(), reads.idle()]);
      await database.close();
    },
  };
}

function toRange(prefix: string, after: string | undefined): { from: string; to: string } | undefined {
  if (!isUnicodeText(prefix) || !isUnicodeText(after ?? '')) return undefined;
  const from = toDatabaseId(prefix);
  const to = endOfPrefix(from);
  if (after === undefined || compareIds(after, prefix) < 0) return { from, to };
  // What comes after the prefix and does not begin with it comes after the whole list.
  return after.startsWith(prefix) ? { from: justAfter(toDatabaseId(after)), to } : undefined;
}

/** The least id that is greater. */
function justAfter(databaseId: string): string {
  return `${databaseId}\0`;
}

/**
 * What is stored is what the value is now, whatever its owner does while it waits; and only JSON.
 *
 * @throws TypeError when the value is no plain JSON object.
 */
export function copyOf(value: object): StoredDocument {
  const json = JSON.stringify(value) as string | undefined;
  const copy: unknown = JSON.parse(json ?? 'null');
  if (typeof copy !== 'object' || copy === null || Array.isArray(copy)) {
    throw new TypeError('A stored value is a plain JSON object');
  }
  return { ...copy };
}
