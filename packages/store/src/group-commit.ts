import type { DocumentWrite, WriteResult } from './database.ts';
import { ConflictError, StoreUnavailableError } from './store-errors.ts';
import { startDeadline } from './within-deadline.ts';

/** Writes that wait for each other and leave together. */
export interface GroupCommit {
  /**
   * Stores one document with the next batch.
   *
   * @returns Its revision, after the whole batch is stored.
   * @throws ConflictError when this document lost a conflict; its neighbours in the batch do not notice.
   * @throws StoreUnavailableError when the batch failed, or was not stored in time.
   */
  add(write: DocumentWrite): Promise<string>;
  /** Resolves when the batch that is being written now, if any, has been dealt with. */
  settled(): Promise<void>;
  /** Resolves when nothing waits and nothing is being written. */
  drained(): Promise<void>;
}

/** How writes are grouped. */
export interface GroupCommitOptions {
  readonly writeBatch: (batch: readonly DocumentWrite[]) => Promise<readonly WriteResult[]>;
  /** How long a caller waits, in milliseconds. */
  readonly deadlineMs: number;
  /** PouchDB's cost of a batch is quadratic beyond some 500 documents. */
  readonly maxBatchSize?: number;
}

interface Waiting {
  readonly write: DocumentWrite;
  readonly resolve: (revision: string) => void;
  readonly reject: (error: Error) => void;
}

/** How many turns of the event loop a batch collects at most. */
const MOST_TURNS = 8;

/** Groups concurrent writes: while one batch is being written, the next one collects. Adds no delay when idle. */
export function createGroupCommit({ writeBatch, deadlineMs, maxBatchSize = 500 }: GroupCommitOptions): GroupCommit {
  const waiting = new Set<Waiting>();
  let running: Promise<void> | undefined;
  let current: Promise<void> = Promise.resolve();

  async function writeAll(): Promise<void> {
    while (waiting.size > 0) {
      await collectWhileMoreCome();
      current = writeTogether(takeFirst(waiting, maxBatchSize), writeBatch);
      await current;
    }
    running = undefined;
  }

  /**
   * What the event loop finds ready in one go (say ten requests on ten sockets) makes one batch, not one and nine; and as
   * long as each turn brings more, the next one is worth waiting for too. A write that is alone waits for one turn.
   */
  async function collectWhileMoreCome(): Promise<void> {
    let before = 0;
    for (let turn = 0; turn < MOST_TURNS && waiting.size > before && waiting.size < maxBatchSize; turn += 1) {
      before = waiting.size;
      await endOfTick();
    }
  }

  return {
    add: (write) =>
      new Promise((resolve, reject) => {
        const entry: Waiting = { write, ...withDeadline({ resolve, reject, deadlineMs }, () => waiting.delete(entry)) };
        waiting.add(entry);
        running ??= writeAll();
      }),
    settled: () => current,
    drained: () => running ?? Promise.resolve(),
  };
}

function endOfTick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function takeFirst(waiting: Set<Waiting>, count: number): Waiting[] {
  const batch: Waiting[] = [];
  for (const entry of waiting) {
    if (batch.length === count) break;
    waiting.delete(entry);
    batch.push(entry);
  }
  return batch;
}

/** Never rejects: whatever happens is told to those who wait. */
async function writeTogether(batch: Waiting[], writeBatch: GroupCommitOptions['writeBatch']): Promise<void> {
  if (batch.length === 0) return;
  try {
    const results = await writeBatch(batch.map(({ write }) => write));
    batch.forEach(({ resolve, reject }, index) => {
      const revision = results[index];
      if (revision === undefined) reject(new ConflictError('The document exists, or was changed meanwhile'));
      else if (revision instanceof Error) reject(revision);
      else resolve(revision);
    });
  } catch (cause) {
    const error = new StoreUnavailableError('The database could not store a batch', { cause });
    for (const { reject } of batch) reject(error);
  }
}

interface Settlers {
  readonly resolve: (revision: string) => void;
  readonly reject: (error: Error) => void;
}

/** Gives up on a write that is not stored in time; `withdraw` says whether it had not left yet. */
function withDeadline({ resolve, reject, deadlineMs }: Settlers & { deadlineMs: number }, withdraw: () => boolean) {
  const deadline = startDeadline(deadlineMs, () => {
    const outcome = withdraw() ? 'it was not stored' : 'whether it will be stored is unknown';
    reject(new StoreUnavailableError(`The write took longer than ${deadlineMs} ms; ${outcome}`));
  });
  return {
    resolve: (revision: string) => {
      deadline.stop();
      resolve(revision);
    },
    reject: (error: Error) => {
      deadline.stop();
      reject(error);
    },
  };
}
