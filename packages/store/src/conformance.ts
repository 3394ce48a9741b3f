import assert from 'node:assert/strict';
import { bucketConformance } from './conformance/buckets.ts';
import { collectionConformance } from './conformance/collection.ts';
import { withStore, type OpenForTest, type TestHarness } from './conformance/harness.ts';
import { listConformance } from './conformance/lists.ts';
import { StoreUnavailableError } from './store-errors.ts';

export type { OpenedForTest, OpenForTest, TestHarness } from './conformance/harness.ts';

/**
 * What every back end of the store does, as tests for any runner that has `describe` and `it`.
 *
 * @param open - Opens an empty store for one test. Its `close` closes the store and removes what the test left.
 */
export function storeConformance(harness: TestHarness, open: OpenForTest): void {
  const { describe, it } = harness;
  describe('store conformance', () => {
    collectionConformance(harness, open);
    listConformance(harness, open);
    bucketConformance(harness, open);

    describe('as a whole', () => {
      it('keeps its collections apart', () =>
        withStore(open, async (store) => {
          await store.core.create('a', { in: 'core' });
          for (const other of [store.safes, store.revocations, store.audit]) {
            assert.equal(await other.get('a'), undefined);
          }
        }));

      it('is ready when it has just been opened', () => withStore(open, (store) => store.checkReady(10_000)));

      it('stores what was queued before it closes, and refuses what comes later', () =>
        withStore(open, async (store) => {
          const queued = Array.from({ length: 100 }, (_, n) => store.core.create(`doc:${n}`, {}));
          const closing = store.close();
          await assert.rejects(store.core.create('late', {}), StoreUnavailableError);
          await assert.rejects(store.core.get('doc:1'), StoreUnavailableError);
          await closing;
          assert.equal((await Promise.all(queued)).length, 100);
          await store.close();
        }));
    });
  });
}
