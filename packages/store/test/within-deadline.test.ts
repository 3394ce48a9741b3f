import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '../src/store-errors.ts';
import { withinDeadline } from '../src/within-deadline.ts';

/** Work of another thread, as the database's is. */
const work = (): Promise<Buffer> => promisify(randomBytes)(16);

function standStill(durationMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs);
}

describe('a deadline of the store', () => {
  it('does not count against what came while the process stood still', async () => {
    const result = withinDeadline(work(), 50, 'Reading');
    standStill(300);
    expect(await result).toHaveLength(16);
  });

  it('ends what does not come', async () => {
    const never = new Promise(() => undefined);
    await expect(withinDeadline(never, 5, 'Reading')).rejects.toThrow(
      new StoreUnavailableError('Reading took longer than 5 ms'),
    );
  });
});
