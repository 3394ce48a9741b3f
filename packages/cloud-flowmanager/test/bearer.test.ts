import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawExchange, rawRequest, type RawAnswer } from './support/raw-exchange.ts';
import { device, startSettingsServer, type SettingsServer } from './support/settings-server.ts';

let server: SettingsServer;
let token = '';
beforeAll(async () => {
  server = await startSettingsServer();
  token = await server.tokenFor('alice');
});
afterAll(() => server.close());

const path = `/alice/settings/${encodeURIComponent(device)}`;
const ask = (headers: readonly string[], query = '', body = ''): Promise<RawAnswer> =>
  rawExchange(server.port, rawRequest(`GET ${path}${query}`, headers, body));
const challengeOf = ({ head }: RawAnswer): string | undefined => /^www-authenticate: (.*)$/im.exec(head)?.[1];
const errorOf = (error: string): string => `Bearer realm="GPII Cloud", error="${error}"`;

describe('a request for settings', () => {
  it.each(['Bearer', 'bearer', 'BEARER'])('B03: with its access token after %s is answered', async (scheme) => {
    expect((await ask([`Authorization: ${scheme} ${token}`])).status).toBe(200);
  });

  it('B09: is answered without caching', async () => {
    expect((await ask([`Authorization: Bearer ${token}`])).head).toMatch(/^cache-control: no-store$/im);
  });

  it.each([
    ['B01, L09', 'nothing', [] as string[]],
    ['B10', 'Basic', ['Authorization: Basic cGM6cGM=']],
    ['B10', 'a scheme that only begins so', ['Authorization: Bearerx abc']],
    ['', 'an empty header', ['Authorization: ']],
  ])('%s: with %s is refused with 401 and a challenge without an error', async (_line, _what, headers) => {
    const answer = await ask(headers);
    expect([answer.status, challengeOf(answer)]).toEqual([401, 'Bearer realm="GPII Cloud"']);
  });

  it.each([
    ['B02', 'an unknown access token', 'gpii_at_zzz_'.padEnd(55, 'a')],
    ['B02', 'an access token of another form', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['B11', 'what could be an authorization code', 'SplxlOBeZQQYbYS6WxSbIA'],
  ])('%s: with %s is refused with 401 invalid_token', async (_line, _what, text) => {
    const answer = await ask([`Authorization: Bearer ${text}`]);
    expect([answer.status, challengeOf(answer)]).toEqual([401, errorOf('invalid_token')]);
  });

  it('B04: with its access token in the address is refused', async () => {
    expect((await ask([], `?access_token=${token}`)).status).toBe(400);
  });

  it('B05: with its access token in the body is refused', async () => {
    const body = `access_token=${token}`;
    const headers = ['Content-Type: application/x-www-form-urlencoded', `Content-Length: ${body.length}`];
    expect((await ask(headers, '', body)).status).toBe(401);
  });

  it.each([
    ['header and address', 1, '?access_token=x'],
    ['header and address, further on', 1, '?a=b&access_token=x'],
    ['header and address, escaped', 1, '?%61ccess_token=x'],
    ['header and address, after a second question mark', 1, '?a?b&access_token=x'],
    ['two headers', 2, ''],
  ])('B06: with its access token in two places (%s) is refused with invalid_request', async (_where, count, query) => {
    const answer = await ask(
      Array.from({ length: count }, () => `Authorization: Bearer ${token}`),
      query,
    );
    expect([answer.status, challengeOf(answer)]).toEqual([400, errorOf('invalid_request')]);
  });

  it.each([
    ['B07', 'Bearer'],
    ['B07', 'Bearer a b'],
    ['B07', 'Bearer a,b'],
    ['B08', 'Bearer "abc"'],
    ['B08', 'Bearer ab\u00ffcd'],
    ['B08', 'Bearer a=b'],
  ])('%s: with "Authorization: %s" is refused with a challenge', async (_line, header) => {
    const answer = await ask([`Authorization: ${header}`]);
    expect([answer.status, challengeOf(answer)]).toEqual([400, errorOf('invalid_request')]);
  });

  it.each(['bob', 'nobody has this one'])('L10: with an access token of %s is refused with 403', async (other) => {
    const answer = await ask([`Authorization: Bearer ${await server.tokenFor(other)}`]);
    expect([answer.status, challengeOf(answer)]).toEqual([403, errorOf('insufficient_scope')]);
  });

  it('L11: with the access token of a web application is refused with 403', async () => {
    const answer = await ask([`Authorization: Bearer ${await server.tokenFor('alice', 'preferences')}`]);
    expect([answer.status, challengeOf(answer)]).toEqual([403, errorOf('insufficient_scope')]);
  });

  it('is refused in the words that old installs read', async () => {
    expect(JSON.parse((await ask([])).body)).toEqual({
      isError: true,
      message: 'Unauthorized: the request carries no access token.',
      error: 'unauthorized',
    });
  });

  it('L12: is refused with 401 once the access token has expired', async () => {
    server.clock.nowMs += 3_601_000;
    const answer = await ask([`Authorization: Bearer ${token}`]);
    server.clock.nowMs -= 3_601_000;
    expect([answer.status, challengeOf(answer)]).toEqual([401, errorOf('invalid_token')]);
  });

  it('is refused with 401 once the GPII token was revoked', async () => {
    const gone = await server.tokenFor('gone');
    await server.take({ kind: 'gpiiToken', token: 'gone', preferences: {}, revokedAt: '2026-05-01T00:00:00Z' });
    const line = `GET /gone/settings/${encodeURIComponent(device)}`;
    const answer = await rawExchange(server.port, rawRequest(line, [`Authorization: Bearer ${gone}`]));
    expect([answer.status, challengeOf(answer)]).toEqual([401, errorOf('invalid_token')]);
  });

  it('by POST is refused with 405', async () => {
    expect((await rawExchange(server.port, rawRequest(`POST ${path}`))).status).toBe(405);
  });

  it('is asked for its access token before its device is looked at', async () => {
    expect((await rawExchange(server.port, rawRequest('GET /alice/settings/nonsense'))).status).toBe(401);
  });
});
