import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startCloud } from './fake-cloud.ts';
import { CHANNEL_KEY, startRequester } from './start-requester.ts';

const TOKEN_REQUEST = { method: 'POST', path: '/access-token', body: '{"gpiiToken":"alice"}' };
const key = { authorization: `Bearer ${CHANNEL_KEY}` };

describe('the channel key', () => {
  it.each([
    ['none', {}],
    ['another one', { authorization: 'Bearer another' }],
    ['a part of it', { authorization: `Bearer ${CHANNEL_KEY.slice(0, -1)}` }],
    ['more than it', { authorization: `Bearer ${CHANNEL_KEY}x` }],
    ['it in another way', { authorization: `Basic ${CHANNEL_KEY}` }],
    ['it without a scheme', { authorization: CHANNEL_KEY }],
    ['an empty one', { authorization: 'Bearer ' }],
  ])('is needed on TCP: %s gives 403', async (_what, headers: Record<string, string>) => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url });

    for (const question of [TOKEN_REQUEST, { path: '/status' }, { path: '/health/ready' }, { path: '/elsewhere' }]) {
      const { status, body } = await requester.send({ ...question, headers });
      expect({ status, error: body.error }).toEqual({ status: 403, error: 'forbidden' });
    }
    expect(cloud.asked).toEqual([]);
    expect(requester.reasons()).toEqual(Array(4).fill('channel_key_wrong'));
    expect(requester.logLines.join()).not.toContain(CHANNEL_KEY.slice(0, -1));
  });

  it('is not needed to ask for liveness', async () => {
    const requester = await startRequester({ cloudUrl: 'http://127.0.0.1:9' });

    expect(await requester.send({ path: '/health/live', headers: {} })).toMatchObject({ status: 200 });
  });

  it('is not needed on a socket that has none', async () => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url, onSocket: true });

    expect(await requester.send({ ...TOKEN_REQUEST, headers: {} })).toMatchObject({ status: 200 });
  });
});

describe('the access requester', () => {
  it.each([
    ['a page', { origin: 'https://evil.example' }, 'browser_not_allowed'],
    ['a page of this computer', { origin: 'http://127.0.0.1:8082' }, 'browser_not_allowed'],
    ['a page without name', { origin: 'null' }, 'browser_not_allowed'],
    ['an image of a page', { 'sec-fetch-site': 'cross-site' }, 'browser_not_allowed'],
    ['a rebound name', { host: 'evil.example' }, 'host_not_allowed'],
    ['a rebound name with our port', { host: 'evil.example:8082' }, 'host_not_allowed'],
    ['a name that begins like ours', { host: '127.0.0.1.evil.example' }, 'host_not_allowed'],
    ['another address', { host: '192.168.0.7:8082' }, 'host_not_allowed'],
  ])('answers no request of %s, whatever it knows', async (_what, headers, reason) => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url });

    for (const question of [TOKEN_REQUEST, { path: '/status' }, { path: '/health/live' }]) {
      expect(await requester.send({ ...question, headers: { ...key, ...headers } })).toMatchObject({ status: 403 });
    }
    expect(requester.reasons()).toContain(reason);
    expect(cloud.asked).toEqual([]);
  });

  it('grants no other origin anything', async () => {
    const requester = await startRequester({ cloudUrl: 'http://127.0.0.1:9' });
    const preflight = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };

    for (const headers of [preflight, { ...key, ...preflight }, key]) {
      const answer = await requester.send({ method: 'OPTIONS', path: '/access-token', headers });
      expect(answer.status).toBeGreaterThanOrEqual(403);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it('listens on 127.0.0.1 alone', async () => {
    const requester = await startRequester({ cloudUrl: 'http://127.0.0.1:9' });

    expect(requester.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('makes its socket usable for owner and group', async () => {
    const requester = await startRequester({ cloudUrl: 'http://127.0.0.1:9', onSocket: true });

    expect(statSync(join(requester.folder, 'requester.sock')).mode & 0o777).toBe(0o660);
    expect(requester.url).toBe(`unix:${join(requester.folder, 'requester.sock')}`);
  });
});

describe('a request that is not one', () => {
  const cases: readonly [string, number, string][] = [
    ['{"gpiiToken":', 400, 'body_malformed'],
    ['', 400, 'body_malformed'],
    ['\u00ff', 400, 'body_malformed'],
    ['null', 400, 'parameter_malformed'],
    ['{}', 400, 'parameter_malformed'],
    ['{"gpiiToken":7}', 400, 'parameter_malformed'],
    ['{"gpiiToken":["alice"]}', 400, 'parameter_malformed'],
    ['{"gpiiToken":""}', 400, 'parameter_malformed'],
    ['{"gpiiToken":"canary\\n"}', 400, 'parameter_malformed'],
    [`{"gpiiToken":"${'c'.repeat(257)}"}`, 400, 'parameter_malformed'],
    [`{"gpiiToken":"${'c'.repeat(17 * 1024)}"}`, 413, 'body_too_large'],
  ];

  it.each(cases)('is refused, with the reason in the log: %.40s → %i %s', async (body, status, reason) => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url });

    const answer = await requester.send({ ...TOKEN_REQUEST, body });

    expect(answer).toMatchObject({ status, body: { error: 'invalid_request' } });
    expect(answer.text).not.toContain('canary');
    expect(requester.reasons()).toEqual([reason]);
    expect(cloud.asked).toEqual([]);
  });

  it.each([
    ['GET', '/access-token', 405],
    ['PUT', '/access-token', 405],
    ['POST', '/status', 405],
    ['POST', '/access_token', 404],
    ['GET', '/', 404],
    ['GET', '/metrics', 404],
  ])('has the wrong method or address: %s %s → %i', async (method, path, status) => {
    const requester = await startRequester({ cloudUrl: 'http://127.0.0.1:9' });

    expect(await requester.send({ method, path })).toMatchObject({ status });
  });
});
