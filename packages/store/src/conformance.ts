import assert from 'node:assert/strict';
import { bucketConformance } from './conformance/buckets.ts';
import { collectionConformance } from './conformance/collection.ts';
import { outcomesOf, withStore, type OpenForTest, type TestHarness } from './conformance/harness.ts';
import { listConformance } from './conformance/lists.ts';
import { ConflictError, StoreUnavailableError } from './store-errors.ts';
import { checkStoreVersion, STORE_VERSION, upgradeStore } from './store-version.ts';
import type { Store } from './store.ts';

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

    describe('revocations', () => {
      it('are all listed, also 1203 of them, and the first of each counts', () =>
        withStore(open, async ({ revocations }) => {
          const ids = Array.from({ length: 1203 }, (_, n) => `credential:${String(n).padStart(4, '0')}`);
          await Promise.all(ids.map((id) => revocations.create(id, { by: 'first' })));
          const { errors } = await outcomesOf(ids.slice(0, 20).map((id) => revocations.create(id, { by: 'second' })));
          assert.equal(errors.filter((error) => error instanceof ConflictError).length, 20);
          const found = await revocations.listByPrefix<{ by: string }>('');
          assert.deepEqual([...new Set(found.map(({ value }) => value.by))], ['first']);
          assert.equal(found.length, ids.length);
          const all = new Map(await revocations.readAll());
          assert.deepEqual([...all.keys()].sort(), ids);
          await revocations.create('credential:later', { by: 'third' });
          assert.deepEqual(new Map(await revocations.readAll()).get('credential:later'), { by: 'third' });
        }));

      it('refuse what cannot be kept, and keep nothing of it', () =>
        withStore(open, async ({ revocations }) => {
          await assert.rejects(revocations.create('\ud800', {}), TypeError);
          await assert.rejects(revocations.create('a', []), TypeError);
          assert.deepEqual(await revocations.listByPrefix(''), []);
        }));
    });

    describe('as a whole', () => {
      it('passes for the version of this program, and for a newer one not', () =>
        withStore(open, async ({ core }) => {
          await checkStoreVersion(core);
          await checkStoreVersion(core, STORE_VERSION + 1);
          await assert.rejects(checkStoreVersion(core), /a newer program wrote it/);
        }));

      it('is upgraded step by step, and never backwards', () =>
        withStore(open, async (store) => {
          await store.core.create('a', { n: 1 });
          await assert.rejects(checkStoreVersion(store.core, STORE_VERSION + 2), /store upgrade/);
          const step = (to: number) => ({
            to,
            describe: `to ${to}`,
            run: async ({ core }: Store) => {
              await core.create(`step:${to}`, {});
            },
          });
          const options = { migrations: [step(STORE_VERSION + 1), step(STORE_VERSION + 2)], ours: STORE_VERSION + 2 };
          const { steps } = await upgradeStore(store, options);
          assert.deepEqual(steps, [`to ${STORE_VERSION + 1}`, `to ${STORE_VERSION + 2}`]);
          assert.deepEqual((await upgradeStore(store, options)).steps, []);
          await checkStoreVersion(store.core, STORE_VERSION + 2);
          await assert.rejects(upgradeStore(store), /a newer program wrote it/);
        }));

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
