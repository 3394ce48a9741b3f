import { fromDatabaseId, isOurs } from '../document-id.ts';
import { StoreUnavailableError } from '../store-errors.ts';
import type { ChangeFeed, Follower, StoredDocument } from '../store.ts';
import { withinDeadline } from '../within-deadline.ts';
import type { CouchClient } from './couch-client.ts';
import { CouchFailure } from './couch-failure.ts';

/** The feed, as the store that owns it sees it. */
export interface OwnedChangeFeed extends ChangeFeed {
  close(): void;
}

/** What is followed, and how closely. */
export interface ChangeFeedOptions {
  readonly client: CouchClient;
  readonly coreName: string;
  readonly revocationsName: string;
  /** Makes the databases where they are missing; again after each failure, until it has succeeded. */
  readonly prepare: () => Promise<void>;
  /** Between the end of one poll and the next. */
  readonly intervalMs?: number;
  /** For how long after a poll what it told is taken for the truth. */
  readonly leaseMs?: number;
}

const PAGE_SIZE = 500;

interface Change {
  readonly id: string;
  readonly deleted?: boolean;
  readonly doc?: { readonly value?: StoredDocument };
}

interface Page {
  readonly changes: readonly Change[];
  readonly next: string;
  readonly isLast: boolean;
}

/**
 * Follows what all nodes write. It polls, because a feed that waits can hang without a sign: what does not answer within
 * the deadline of a call has failed. Who asks after the lease is over makes a poll of its own, or learns that it cannot.
 */
export function createChangeFeed(options: ChangeFeedOptions): OwnedChangeFeed {
  const { client, coreName, revocationsName, prepare, intervalMs = 150, leaseMs = 1000 } = options;
  let follower: Follower | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let isAdmitted = false;
  let heardAtMs = -Infinity;
  let catchingUp: Promise<void> | undefined;
  const since: { core?: string; revocations?: string } = {};

  async function readPage(name: string, from: string, more: string): Promise<Page> {
    const query = `since=${encodeURIComponent(from)}&limit=${PAGE_SIZE}${more}`;
    const { body } = await client.ask({ method: 'GET', path: `/${name}/_changes?${query}` });
    const { results, last_seq: next } = body as { results?: Change[]; last_seq?: string | number };
    if (!Array.isArray(results) || next === undefined)
      throw new CouchFailure('The database answered no list of changes');
    const isLast = results.length < PAGE_SIZE;
    return { changes: results.filter(({ id }) => isOurs(id)), next: String(next), isLast };
  }

  async function followCore(told: Follower): Promise<void> {
    for (;;) {
      const isFirst = since.core === undefined;
      const page = await readPage(coreName, since.core ?? 'now', '');
      // Only now: what was kept in memory before the first answer may be of before.
      if (isFirst) told.forgetAll();
      for (const { id } of page.changes) told.changed(fromDatabaseId(id));
      since.core = page.next;
      if (page.isLast) return;
    }
  }

  async function followRevocations(told: Follower): Promise<void> {
    for (;;) {
      const page = await readPage(revocationsName, since.revocations ?? '0', '&include_docs=true');
      for (const { id, deleted, doc } of page.changes) {
        if (deleted === true) continue;
        if (doc?.value === undefined) throw new CouchFailure('The database told of a revocation without showing it');
        told.revoked(fromDatabaseId(id), doc.value);
      }
      since.revocations = page.next;
      if (page.isLast) return;
    }
  }

  async function poll(told: Follower): Promise<void> {
    if (!isAdmitted) {
      await prepare();
      await told.admit();
      isAdmitted = true;
    }
    const startedAtMs = performance.now();
    try {
      await Promise.all([followCore(told), followRevocations(told)]);
    } catch (error) {
      // A sequence that the database does not take any more (after a restore) begins anew; else nothing is lost by it.
      if (isRefusedSequence(error)) {
        delete since.core;
        delete since.revocations;
      }
      throw error;
    }
    heardAtMs = Math.max(heardAtMs, startedAtMs);
  }

  function pollLater(told: Follower): void {
    if (isClosed) return;
    timer = setTimeout(() => {
      poll(told)
        .catch(() => undefined)
        .finally(() => {
          pollLater(told);
        });
    }, intervalMs);
  }

  function catchUp(): Promise<void> | undefined {
    if (performance.now() - heardAtMs <= leaseMs) return undefined;
    if (follower === undefined || isClosed)
      return Promise.reject(new StoreUnavailableError('The store is not followed'));
    catchingUp ??= poll(follower)
      .catch(throwUnavailable)
      .finally(() => (catchingUp = undefined));
    // The first time, all revocations are read: that may take longer than anybody waits for an answer.
    return withinDeadline(catchingUp, leaseMs, 'Reading what other nodes revoked');
  }

  return {
    follow: async (told) => {
      follower = told;
      await poll(told)
        .catch(throwUnavailable)
        .finally(() => {
          pollLater(told);
        });
    },
    catchUp,
    close: () => {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

function throwUnavailable(cause: unknown): never {
  if (cause instanceof StoreUnavailableError) throw cause;
  throw new StoreUnavailableError('What other nodes revoked cannot be read', { cause });
}

function isRefusedSequence(error: unknown): boolean {
  return error instanceof StoreUnavailableError && error.message.includes('(400)');
}
