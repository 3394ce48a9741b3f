import assert from 'node:assert/strict';
import type { Collection, ListOptions } from '../store.ts';
import { withStore, type OpenForTest, type TestHarness } from './harness.ts';

/** What lists by prefix give. */
export function listConformance({ describe, it }: TestHarness, open: OpenForTest): void {
  describe('a list by prefix', () => {
    it('has the documents with the prefix and no others, in the order of their ids', () =>
      withStore(open, async ({ core }) => {
        await createAll(core, ['secret:2', 'secret:1', 'secre', 'secrets:1', 'secret:', 'secret;', 'Secret:3']);
        assert.deepEqual(await idsOf(core, 'secret:'), ['secret:', 'secret:1', 'secret:2']);
      }));

    it('gives each document as get gives it', () =>
      withStore(open, async ({ core }) => {
        await createAll(core, ['a:1']);
        assert.deepEqual(await core.listByPrefix('a:'), [await core.get('a:1')]);
      }));

    it('goes by code point, beyond the basic plane too', () =>
      withStore(open, async ({ core }) => {
        const inOrder = ['a', 'aa', 'aÿ', 'a\ue000', 'a\uffff', 'a🂡', 'a\u{10ffff}'];
        await createAll(core, inOrder.toReversed());
        assert.deepEqual(await idsOf(core, 'a'), inOrder);
        assert.deepEqual(await idsOf(core, ''), inOrder);
        assert.deepEqual(await idsOf(core, 'a', { after: 'a\ue000' }), inOrder.slice(4));
        assert.deepEqual(await idsOf(core, 'a🂡'), ['a🂡']);
      }));

    it('comes in pages', () =>
      withStore(open, async ({ core }) => {
        await createAll(core, ['p:1', 'p:2', 'p:3', 'p:4', 'p:5', 'q:1']);
        assert.deepEqual(await idsOf(core, 'p:', { limit: 2 }), ['p:1', 'p:2']);
        assert.deepEqual(await idsOf(core, 'p:', { limit: 2, after: 'p:2' }), ['p:3', 'p:4']);
        assert.deepEqual(await idsOf(core, 'p:', { limit: 2, after: 'p:4' }), ['p:5']);
        assert.deepEqual(await idsOf(core, 'p:', { limit: 0 }), []);
      }));

    it('takes any text as the place to go on from', () =>
      withStore(open, async ({ core }) => {
        await createAll(core, ['p:1', 'p:2']);
        assert.deepEqual(await idsOf(core, 'p:', { after: '' }), ['p:1', 'p:2']);
        assert.deepEqual(await idsOf(core, 'p:', { after: 'p:10' }), ['p:2']);
        assert.deepEqual(await idsOf(core, 'p:', { after: 'q' }), []);
      }));

    it('is complete when it is longer than the pages it is read in', () =>
      withStore(open, async ({ core }) => {
        const ids = Array.from({ length: 1203 }, (_, n) => `n:${String(n).padStart(4, '0')}`);
        await createAll(core, ids);
        assert.deepEqual(await idsOf(core, 'n:'), ids);
        assert.deepEqual(await idsOf(core, 'n:', { limit: 1100 }), ids.slice(0, 1100));
        assert.deepEqual(await core.listIds('n:'), ids);
      }));

    it('can be of ids alone', () =>
      withStore(open, async ({ core }) => {
        await createAll(core, ['o:1', 'p:2', 'p:1', 'p:\u{1f511}', 'q:1']);
        assert.deepEqual(await core.listIds('p:'), ['p:1', 'p:2', 'p:\u{1f511}']);
        assert.deepEqual(await core.listIds('r:'), []);
      }));
  });
}

async function createAll(collection: Collection, ids: readonly string[]): Promise<void> {
  await Promise.all(ids.map((id) => collection.create(id, { id })));
}

async function idsOf(collection: Collection, prefix: string, options?: ListOptions): Promise<string[]> {
  return (await collection.listByPrefix(prefix, options)).map(({ id }) => id);
}
