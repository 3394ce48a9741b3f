import assert from 'node:assert/strict';
import { ConflictError } from '../store-errors.ts';
import { outcomesOf, withStore, type OpenForTest, type TestHarness } from './harness.ts';

/** What a collection does with single documents. */
export function collectionConformance({ describe, it }: TestHarness, open: OpenForTest): void {
  describe('one document', () => {
    it('comes back as it was stored, with nothing added', () =>
      withStore(open, async ({ core }) => {
        const value = { name: 'Ada', nested: { list: [1, null, 'ü'] }, _id: 'mine', schemaVersion: 'mine', empty: {} };
        const revision = await core.create('account:1', value);
        assert.deepEqual(await core.get('account:1'), { id: 'account:1', revision, value });
      }));

    it('is undefined when it is not there', () =>
      withStore(open, async ({ core }) => {
        assert.equal(await core.get('account:nobody'), undefined);
      }));

    it('is what the value was when it was handed over', () =>
      withStore(open, async ({ core }) => {
        const value = { uses: 1 };
        const created = core.create('key', value);
        value.uses = 2;
        await created;
        assert.deepEqual((await core.get('key'))?.value, { uses: 1 });
      }));

    it('can have any Unicode text as its id', () =>
      withStore(open, async ({ core }) => {
        const ids = [
          '',
          '_design/x',
          '_local/x',
          '_',
          'a b',
          'ada@example.org',
          'a/../b',
          'ÿ\u0000',
          '🂡',
          '\uffff',
          '%2F',
        ];
        for (const id of ids) await core.create(id, { id });
        for (const id of ids) assert.deepEqual((await core.get(id))?.value, { id });
      }));

    it('is refused with a TypeError when id or value cannot be kept', () =>
      withStore(open, async ({ core }) => {
        await assert.rejects(core.create('\ud800', {}), TypeError);
        await assert.rejects(core.create('a', []), TypeError);
        await assert.rejects(core.create('a', { big: 1n }), TypeError);
        assert.equal(await core.get('\ud800'), undefined);
        assert.equal(await core.get('a'), undefined);
      }));
  });

  describe('create', () => {
    it('has one winner of 50 that create the same id at once', () =>
      withStore(open, async ({ core }) => {
        const all = Array.from({ length: 50 }, (_, n) => core.create('one', { n: n % 2 }));
        const { won, errors } = await outcomesOf(all);
        assert.equal(won, 1);
        assert.ok(errors.every((error) => error instanceof ConflictError));
      }));

    it('stores the neighbours of a conflict', () =>
      withStore(open, async ({ core }) => {
        await core.create('doc:5', { first: true });
        const { won } = await outcomesOf(Array.from({ length: 10 }, (_, n) => core.create(`doc:${n}`, { n })));
        assert.equal(won, 9);
        assert.deepEqual((await core.get('doc:5'))?.value, { first: true });
        assert.deepEqual((await core.get('doc:9'))?.value, { n: 9 });
      }));

    it('stores 1000 documents that come at once', () =>
      withStore(open, async ({ audit }) => {
        await Promise.all(Array.from({ length: 1000 }, (_, n) => audit.create(`record:${n}`, { n })));
        assert.equal((await audit.listByPrefix('record:')).length, 1000);
      }));
  });

  describe('replace', () => {
    it('stores the new value under a new revision', () =>
      withStore(open, async ({ core }) => {
        const first = await core.create('a', { n: 1 });
        const second = await core.replace('a', first, { n: 2 });
        assert.notEqual(second, first);
        assert.deepEqual(await core.get('a'), { id: 'a', revision: second, value: { n: 2 } });
      }));

    it('has one winner of 20 that replace the same revision at once', () =>
      withStore(open, async ({ core }) => {
        const revision = await core.create('a', { n: 0 });
        const { won, errors } = await outcomesOf(
          Array.from({ length: 20 }, () => core.replace('a', revision, { n: 1 })),
        );
        assert.equal(won, 1);
        assert.ok(errors.every((error) => error instanceof ConflictError));
      }));

    it('refuses a revision that is over, however old', () =>
      withStore(open, async ({ core }) => {
        const revisions = [await core.create('a', { n: 0 })];
        for (let n = 1; n <= 30; n++) revisions.push(await core.replace('a', revisions.at(-1) ?? '', { n }));
        for (const old of revisions.slice(0, -1)) await assert.rejects(core.replace('a', old, {}), ConflictError);
        assert.deepEqual((await core.get('a'))?.value, { n: 30 });
      }));

    it('refuses a document that is not there, and a revision that is none', () =>
      withStore(open, async ({ core }) => {
        const revision = await core.create('a', {});
        await assert.rejects(core.replace('b', revision, {}), ConflictError);
        for (const none of ['', 'garbage', '1-', '2-abc', '9-../x']) {
          await assert.rejects(core.replace('a', none, {}), ConflictError);
        }
        assert.equal(await core.get('b'), undefined);
      }));
  });
}
