import { describe, expect, it } from 'vitest';
import type { DocumentWrite, WriteResult } from '../src/database.ts';
import { createGroupCommit } from '../src/group-commit.ts';
import { ConflictError, StoreUnavailableError } from '../src/store-errors.ts';

const writeOf = (id: string): DocumentWrite => ({ id, value: {} });

/** A database whose batches end when the test says so. */
function createSlowDatabase() {
  const batches: { ids: string[]; end: (results?: WriteResult[]) => void; fail: (error: Error) => void }[] = [];
  const writeBatch = (batch: readonly DocumentWrite[]) =>
    new Promise<readonly WriteResult[]>((resolve, reject) => {
      const ids = batch.map(({ id }) => id);
      batches.push({
        ids,
        end: (results = ids.map((id) => `1-${id}`)) => {
          resolve(results);
        },
        fail: reject,
      });
    });
  const untilBatches = async (count: number) => {
    while (batches.length < count) await new Promise((resolve) => setImmediate(resolve));
  };
  return { batches, writeBatch, untilBatches };
}

describe('group commit', () => {
  it('collects the next batch while one is being written', async () => {
    const { batches, writeBatch, untilBatches } = createSlowDatabase();
    const commits = createGroupCommit({ writeBatch, deadlineMs: 10_000 });
    const first = commits.add(writeOf('a'));
    await untilBatches(1);
    const second = [commits.add(writeOf('b')), commits.add(writeOf('c'))];
    expect(batches.map(({ ids }) => ids)).toEqual([['a']]);
    batches[0]?.end();
    expect(await first).toBe('1-a');
    await untilBatches(2);
    expect(batches.map(({ ids }) => ids)).toEqual([['a'], ['b', 'c']]);
    batches[1]?.end();
    expect(await Promise.all(second)).toEqual(['1-b', '1-c']);
    await commits.drained();
  });

  it('splits what waits at the largest batch size', async () => {
    const sizes: number[] = [];
    const writeBatch = (batch: readonly DocumentWrite[]) => {
      sizes.push(batch.length);
      return Promise.resolve(batch.map(() => '1-a'));
    };
    const commits = createGroupCommit({ writeBatch, deadlineMs: 10_000, maxBatchSize: 4 });
    await Promise.all(Array.from({ length: 10 }, (_, n) => commits.add(writeOf(String(n)))));
    expect(sizes).toEqual([4, 4, 2]);
  });

  it('rejects only the caller whose document lost a conflict', async () => {
    const commits = createGroupCommit({
      writeBatch: () => Promise.resolve(['1-a', undefined, '1-c']),
      deadlineMs: 10_000,
    });
    const results = await Promise.allSettled(['a', 'b', 'c'].map((id) => commits.add(writeOf(id))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: expect.any(ConflictError) as unknown });
  });

  it('goes on after a batch that failed', async () => {
    const { batches, writeBatch, untilBatches } = createSlowDatabase();
    const commits = createGroupCommit({ writeBatch, deadlineMs: 10_000 });
    const first = commits.add(writeOf('a'));
    await untilBatches(1);
    const second = commits.add(writeOf('b'));
    const cause = new Error('disk full');
    batches[0]?.fail(cause);
    await expect(first).rejects.toMatchObject({ name: 'StoreUnavailableError', cause, retryAfterSeconds: 2 });
    await untilBatches(2);
    batches[1]?.end();
    expect(await second).toBe('1-b');
  });

  it('gives up in time, and never writes what had not left', async () => {
    const { batches, writeBatch, untilBatches } = createSlowDatabase();
    const commits = createGroupCommit({ writeBatch, deadlineMs: 20 });
    const sent = commits.add(writeOf('sent'));
    const sentFailure = sent.catch((error: unknown) => error);
    await untilBatches(1);
    const queued = commits.add(writeOf('queued'));
    await expect(queued).rejects.toThrow(/it was not stored/);
    expect(await sentFailure).toBeInstanceOf(StoreUnavailableError);
    expect(String(await sentFailure)).toMatch(/unknown/);
    batches[0]?.end();
    await commits.drained();
    expect(batches).toHaveLength(1);
  });
});
