import { DataSourceError, type DataSource, type DataSourceKey } from '@gpii/data-source';
import { expect, test } from 'vitest';
import { createAccessTokens } from '../src/road/access-tokens.ts';

/** A requester that numbers its access tokens. */
function numberingSource(expiresInSeconds = 3600): DataSource & { asked: DataSourceKey[] } {
  const asked: DataSourceKey[] = [];
  return {
    asked,
    get: (key) => {
      asked.push(key);
      return Promise.resolve({ access_token: `token-${asked.length}`, expires_in: expiresInSeconds });
    },
    set: () => Promise.resolve(undefined),
  };
}

test('reuses an access token while more than 10 s are left', async () => {
  let nowMs = 0;
  const source = numberingSource(60);
  const accessTokens = createAccessTokens(source, () => nowMs);
  await accessTokens.get('alice', 'request-1');
  nowMs = 49_999;
  expect(await accessTokens.get('alice')).toBe('token-1');
  expect(source.asked).toEqual([{ gpiiToken: 'alice', requestId: 'request-1' }]);
});

test('asks for a new access token when 10 s are left', async () => {
  let nowMs = 0;
  const accessTokens = createAccessTokens(numberingSource(60), () => nowMs);
  await accessTokens.get('alice');
  nowMs = 50_000;
  expect(await accessTokens.get('alice')).toBe('token-2');
});

test('uses a token that lives shorter than 10 s once', async () => {
  const accessTokens = createAccessTokens(numberingSource(5), () => 0);
  expect(await accessTokens.get('alice')).toBe('token-1');
  expect(await accessTokens.get('alice')).toBe('token-2');
});

test('asks once for questions at the same time', async () => {
  const source = numberingSource();
  const accessTokens = createAccessTokens(source, () => 0);
  const tokens = await Promise.all([accessTokens.get('alice'), accessTokens.get('alice'), accessTokens.get('alice')]);
  expect(tokens).toEqual(['token-1', 'token-1', 'token-1']);
  expect(source.asked).toHaveLength(1);
});

test('gives nobody the access token of another person', async () => {
  const accessTokens = createAccessTokens(numberingSource(), () => 0);
  expect(await accessTokens.get('alice')).not.toBe(await accessTokens.get('bob'));
});

test('forgets an access token that is still under way', async () => {
  const accessTokens = createAccessTokens(numberingSource(), () => 0);
  const underWay = accessTokens.get('alice');
  accessTokens.forget('alice');
  await underWay;
  expect(await accessTokens.get('alice')).toBe('token-2');
});

test('replaces the refused access token only', async () => {
  const accessTokens = createAccessTokens(numberingSource(), () => 0);
  const refused = await accessTokens.get('alice');
  expect(await accessTokens.replace('alice', refused)).toBe('token-2');
  expect(await accessTokens.replace('alice', refused)).toBe('token-2');
});

test('holds no more access tokens than its capacity, and drops the one not used for longest', async () => {
  const source = numberingSource();
  const accessTokens = createAccessTokens(source, () => 0, 2);
  await accessTokens.get('alice');
  await accessTokens.get('bob');
  await accessTokens.get('alice');
  await accessTokens.get('carol');
  expect(await accessTokens.get('alice')).toBe('token-1');
  expect(await accessTokens.get('bob')).toBe('token-4');
});

test('asks again after a failure', async () => {
  const source = numberingSource();
  let isDown = true;
  const flaky: DataSource = {
    ...source,
    get: (key) => (isDown ? Promise.reject(new DataSourceError('unreachable', 'for the test')) : source.get(key)),
  };
  const accessTokens = createAccessTokens(flaky, () => 0);
  await expect(accessTokens.get('alice')).rejects.toMatchObject({ code: 'requester_down' });
  isDown = false;
  expect(await accessTokens.get('alice')).toBe('token-1');
});

test.each([
  ['no object', 'token'],
  ['no access token', { expires_in: 60 }],
  ['no life', { access_token: 'a', expires_in: 0 }],
  ['an access token that fits in no header', { access_token: 'a\r\nb', expires_in: 60 }],
])('refuses an answer with %s', async (_what, answer) => {
  const source: DataSource = { get: () => Promise.resolve(answer), set: () => Promise.resolve(undefined) };
  const accessTokens = createAccessTokens(source, () => 0);
  await expect(accessTokens.get('alice')).rejects.toMatchObject({ status: 502, reason: 'requester_malformed' });
});
