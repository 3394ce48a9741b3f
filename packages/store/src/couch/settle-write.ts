import { setTimeout as sleep } from 'node:timers/promises';
import type { WriteResult } from '../database.ts';
import { StoreUnavailableError, ConflictError } from '../store-errors.ts';
import type { StoredDocument } from '../store.ts';
import type { CouchClient } from './couch-client.ts';

/** A document as it goes over the wire. */
export interface CouchDocument {
  readonly _id: string;
  readonly _rev?: string;
  readonly _deleted?: boolean;
  readonly schemaVersion: number;
  /** Random: tells whose write this is. */
  readonly writeId: string;
  readonly value: StoredDocument;
}

/** Makes sure of what too few nodes have. */
export interface WriteSettler {
  /** The document as the most copies that answer have it, with the other revisions that stand beside it. */
  readonly readLeaf: (id: string) => Promise<Leaf | undefined>;
  /**
   * Brings a document that was only accepted onto enough nodes. Where another revision stands beside it, somebody else
   * may have been told that they won: this one is withdrawn.
   *
   * @returns As for a write; an error when it cannot be made sure in time.
   */
  readonly settle: (document: CouchDocument, revision: string) => Promise<WriteResult>;
}

type Leaf = CouchDocument & { readonly _rev: string; readonly _conflicts?: readonly string[] };

/** How long a caller may wait, in all, is a matter of the collection; this is what is left of it after the first try. */
const BUDGET_MS = 1200;
const PAUSE_MS = 50;

/** The rules of STORAGE §5 and §6.6: only 201 counts; with 202, read all copies back, and the loser withdraws. */
export function createWriteSettler(options: {
  readonly client: CouchClient;
  readonly path: string;
  readonly copies: () => number;
  readonly keepsRivals: boolean;
}): WriteSettler {
  const { client, path, copies, keepsRivals } = options;
  const pathOf = (id: string): string => `${path}/${encodeURIComponent(id)}`;

  async function readLeaf(id: string): Promise<Leaf | undefined> {
    const quorum = copies() > 1 ? `&r=${copies()}` : '';
    const { status, body } = await client.ask({ method: 'GET', path: `${pathOf(id)}?conflicts=true${quorum}` });
    return status === 404 ? undefined : (body as Leaf);
  }

  async function hasRival(id: string, revision: string): Promise<boolean> {
    const leaf = await readLeaf(id);
    return leaf !== undefined && [leaf._rev, ...(leaf._conflicts ?? [])].some((one) => one !== revision);
  }

  async function withdraw(id: string, revision: string, endsAtMs: number): Promise<void> {
    for (;;) {
      try {
        await client.ask({ method: 'DELETE', path: `${pathOf(id)}?rev=${encodeURIComponent(revision)}` });
        return;
      } catch (error) {
        if (performance.now() + PAUSE_MS > endsAtMs) throw error;
        await sleep(PAUSE_MS);
      }
    }
  }

  /** The same revision again, for the nodes that lack it. @returns Whether enough nodes have it now. */
  async function spread(document: CouchDocument, revision: string): Promise<boolean> {
    const docs = [{ ...document, _rev: revision, ...revisionsOf(document._rev, revision) }];
    const answer = await client.ask({ method: 'POST', path: `${path}/_bulk_docs`, body: { docs, new_edits: false } });
    return answer.status === 201 && Array.isArray(answer.body) && answer.body.every((row) => !isError(row));
  }

  async function trySettle(document: CouchDocument, revision: string, endsAtMs: number): Promise<string> {
    for (;;) {
      const mayStay = keepsRivals || !(await hasRival(document._id, revision));
      const isSpread = mayStay && (await spread(document, revision));
      // Asked again after it is on enough nodes: from now on nobody else can be told that they won.
      if (!keepsRivals && (await hasRival(document._id, revision))) {
        await withdraw(document._id, revision, endsAtMs);
        throw new ConflictError('Another node wrote the document at the same time');
      }
      if (isSpread) return revision;
      if (performance.now() + PAUSE_MS > endsAtMs) throw new Error('Too few nodes of the database took the write');
      await sleep(PAUSE_MS);
    }
  }

  return {
    readLeaf,
    settle: async (document, revision) => {
      try {
        return await trySettle(document, revision, performance.now() + BUDGET_MS);
      } catch (cause) {
        if (cause instanceof ConflictError) return undefined;
        const message = 'The write is not on enough nodes of the database; whether it will stay is unknown';
        return new StoreUnavailableError(message, { cause });
      }
    },
  };
}

/** Where the revision comes from, so that it continues the history and does not stand beside it. */
function revisionsOf(parent: string | undefined, revision: string): object {
  if (parent === undefined) return {};
  const nameOf = (text: string): string => text.slice(text.indexOf('-') + 1);
  return { _revisions: { start: Number.parseInt(revision, 10), ids: [nameOf(revision), nameOf(parent)] } };
}

function isError(row: unknown): boolean {
  return typeof row === 'object' && row !== null && 'error' in row;
}
