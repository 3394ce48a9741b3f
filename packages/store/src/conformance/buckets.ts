import assert from 'node:assert/strict';
import { ConflictError } from '../store-errors.ts';
import { outcomesOf, withStore, type OpenForTest, type TestHarness } from './harness.ts';

const NOON = new Date('2030-01-01T12:00:00Z');
const HALF_PAST_ONE = new Date('2030-01-01T13:30:00Z');
const TWO = new Date('2030-01-01T14:00:00Z');

/** What access token buckets of one hour do. */
export function bucketConformance({ describe, it }: TestHarness, open: OpenForTest): void {
  describe('access token buckets', () => {
    it('have short names, one for each hour of expiry', () =>
      withStore(open, ({ accessTokens }) => {
        const name = accessTokens.bucketNameFor(HALF_PAST_ONE);
        assert.match(name, /^[0-9A-Za-z]{1,9}$/);
        assert.equal(accessTokens.bucketNameFor(new Date(TWO.getTime() - 1)), name);
        assert.notEqual(accessTokens.bucketNameFor(TWO), name);
        assert.throws(() => accessTokens.bucketNameFor(new Date(Number.NaN)), RangeError);
        return Promise.resolve();
      }));

    it('keep a record, once', () =>
      withStore(open, async ({ accessTokens }) => {
        const bucket = accessTokens.bucketNameFor(NOON);
        await accessTokens.create(bucket, 'hash', { clientId: 'c' });
        await assert.rejects(accessTokens.create(bucket, 'hash', {}), ConflictError);
        assert.deepEqual(await accessTokens.get(bucket, 'hash'), { clientId: 'c' });
        assert.equal(await accessTokens.get(bucket, 'other'), undefined);
        assert.equal(await accessTokens.get(accessTokens.bucketNameFor(TWO), 'hash'), undefined);
      }));

    it('keep records under fresh ids, each beside those whose ids are looked up', () =>
      withStore(open, async ({ accessTokens }) => {
        const bucket = accessTokens.bucketNameFor(NOON);
        const ids = Array.from({ length: 20 }, (_, n) => `fresh:${n}`);
        await Promise.all([
          ...ids.map((id) => accessTokens.createFresh(bucket, id, { id })),
          accessTokens.create(bucket, 'mark', {}),
        ]);
        for (const id of ids) assert.deepEqual(await accessTokens.get(bucket, id), { id });
        await assert.rejects(accessTokens.create(bucket, 'mark', {}), ConflictError);
        await assert.rejects(accessTokens.create(bucket, 'fresh:0', {}), ConflictError);
      }));

    it('keep a record that has to be durable as any other, with one winner of 20', () =>
      withStore(open, async ({ accessTokens }) => {
        const bucket = accessTokens.bucketNameFor(NOON);
        await accessTokens.create(bucket, 'code', { n: 0 });
        const marks = Array.from({ length: 20 }, (_, n) =>
          accessTokens.create(bucket, 'code-used', { n }, { durable: true }),
        );
        const { won, errors } = await outcomesOf(marks);
        assert.equal(won, 1);
        assert.ok(errors.every((error) => error instanceof ConflictError));
        assert.deepEqual(await accessTokens.get(bucket, 'code'), { n: 0 });
      }));

    it('know nothing under a name that somebody made up', () =>
      withStore(open, async ({ accessTokens }) => {
        for (const name of [
          '',
          '../core',
          'core',
          '..',
          '/',
          'zzzzzz',
          '0',
          'con',
          'T6X2K0',
          'a'.repeat(10_000),
          '\0',
        ]) {
          assert.equal(await accessTokens.get(name, 'hash'), undefined);
        }
        for (const name of ['', '../core', '0', 'T6X2K0']) {
          await assert.rejects(accessTokens.create(name, 'hash', {}), RangeError);
        }
      }));

    it('are destroyed when all in them has expired, and not before', () =>
      withStore(open, async ({ accessTokens }) => {
        const bucket = accessTokens.bucketNameFor(HALF_PAST_ONE);
        const later = accessTokens.bucketNameFor(TWO);
        await accessTokens.create(bucket, 'hash', { n: 1 });
        await accessTokens.create(later, 'hash', { n: 2 });
        assert.deepEqual(await accessTokens.destroyExpired(new Date(TWO.getTime() - 1)), []);
        assert.deepEqual(await accessTokens.get(bucket, 'hash'), { n: 1 });
        assert.deepEqual(await accessTokens.destroyExpired(TWO), [bucket]);
        assert.equal(await accessTokens.get(bucket, 'hash'), undefined);
        assert.deepEqual(await accessTokens.get(later, 'hash'), { n: 2 });
        await assert.rejects(accessTokens.create(bucket, 'hash', {}), RangeError);
        assert.deepEqual(await accessTokens.destroyExpired(TWO), []);
      }));

    it('answer or know nothing while they are being destroyed', () =>
      withStore(open, async ({ accessTokens }) => {
        const bucket = accessTokens.bucketNameFor(NOON);
        await accessTokens.create(bucket, 'hash', { n: 1 });
        const reads = Array.from({ length: 20 }, () => accessTokens.get(bucket, 'hash'));
        const destroyed = accessTokens.destroyExpired(TWO);
        reads.push(...Array.from({ length: 20 }, () => accessTokens.get(bucket, 'hash')));
        await destroyed;
        for (const value of await Promise.all(reads)) assert.ok(value === undefined || value.n === 1);
      }));
  });
}
