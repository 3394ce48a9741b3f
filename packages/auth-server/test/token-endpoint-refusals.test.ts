import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawExchange, rawRequest } from './support/raw-exchange.ts';
import { form, FORM, headerOf, outcomeOf, startTokenServer, type TokenServer } from './support/token-server.ts';

let server: TokenServer;
beforeAll(async () => {
  server = await startTokenServer();
});
afterAll(() => server.close());

const raw = (...parts: readonly (string | Buffer)[]): Buffer => Buffer.concat(parts.map((part) => Buffer.from(part)));
const web = { client_id: 'web', client_secret: 'web-secret-1' };

describe('a token request', () => {
  it.each([
    ['T09', 'an empty grant_type', form({ grant_type: '' }), '400 invalid_request'],
    ['T10', 'no grant_type', form({ grant_type: undefined }), '400 invalid_request'],
    ['T11', 'an unknown grant_type', form({ grant_type: 'unknown' }), '400 unsupported_grant_type'],
    ['T12', 'no username', form({ username: undefined }), '400 invalid_request'],
    ['T12', 'an empty username', form({ username: '' }), '400 invalid_request'],
    ['T13', 'an unknown GPII token', form({ username: 'nobody' }), '400 invalid_grant'],
    ['T14', 'two grant_types', `${form()}&grant_type=password`, '400 invalid_request'],
    ['T15', 'two usernames', `${form()}&username=alice`, '400 invalid_request'],
    ['T15', 'two usernames, one empty', `${form()}&username=`, '400 invalid_request'],
    ['T15', 'two usernames, one in another spelling', `${form()}&user%6eame=alice`, '400 invalid_request'],
    ['T16', 'two client_ids', `${form()}&client_id=pc`, '400 invalid_request'],
    ['T17', 'two client_secrets', `${form()}&client_secret=wrong`, '400 invalid_request'],
    ['T18', 'two scopes', `${form({ scope: 'settings' })}&scope=settings`, '400 invalid_request'],
    ['T19', 'a scope that was never registered', form({ scope: 'settings admin' }), '400 invalid_scope'],
    ['T19', 'the scope of web applications', form({ scope: 'preferences' }), '400 invalid_scope'],
    ['T20', 'a scope with control characters', form({ scope: 'set\ntings' }), '400 invalid_scope'],
    ['T20', 'a scope with a NUL', form({ scope: 'settings\0' }), '400 invalid_scope'],
    ['T21', 'the password grant of a web application', form(web), '400 unauthorized_client'],
    [
      'T22',
      'the code grant of a GPII application',
      form({ grant_type: 'authorization_code' }),
      '400 unauthorized_client',
    ],
    ['T30', 'an empty body', '', '400 invalid_request'],
    ['T32', '2000 parameters', `${form()}${'&a'.repeat(2000)}`, '400 invalid_request'],
    [
      'T32',
      '65 parameters',
      `${form()}${Array.from({ length: 61 }, (_, index) => `&a${index}=`).join('')}`,
      '400 invalid_request',
    ],
    ['T35', 'a bad percent escape', `${form()}&a=%zz`, '400 invalid_request'],
    ['T36', 'escapes that are no UTF-8', `${form({ username: undefined })}&username=%ff%fe`, '400 invalid_request'],
    ['T36', 'raw bytes that are no UTF-8', raw(form(), '&a=', Buffer.from([0xff, 0xfe])), '400 invalid_request'],
    ['T37', 'a NUL in the username', form({ username: 'ali\0ce' }), '400 invalid_request'],
    ['T38', 'emoji in the username', form({ username: '🦉🇪🇺' }), '400 invalid_grant'],
    ['T38', 'right-to-left text in the username', form({ username: 'علي\u202e' }), '400 invalid_grant'],
    ['T38', 'a combining mark in the username', form({ username: 'alice\u0301' }), '400 invalid_grant'],
    ['T40', 'a nested username', form({ username: undefined, 'username[$gt]': '' }), '400 invalid_request'],
    ['T40', 'an array as username', form({ username: undefined, 'username[]': 'alice' }), '400 invalid_request'],
    ['T41', '__proto__ as grant_type', form({ grant_type: '__proto__' }), '400 unsupported_grant_type'],
    ['T41', 'constructor as grant_type', form({ grant_type: 'constructor' }), '400 unsupported_grant_type'],
    ['T42', '__proto__ as username', form({ username: '__proto__' }), '400 invalid_grant'],
    ['T42', 'constructor as username', form({ username: 'constructor' }), '400 invalid_grant'],
    ['T43', '__proto__ as client_id', form({ client_id: '__proto__' }), '401 invalid_client'],
    ['', 'a username that is too long', form({ username: 'x'.repeat(300) }), '400 invalid_grant'],
    ['', 'a revoked GPII token', form({ username: 'gone' }), '400 invalid_grant'],
  ])('%s: with %s is refused', async (_line, _what, body, outcome) => {
    expect(outcomeOf(await server.post(body)).join(' ')).toBe(outcome);
  });

  it.each([
    ['T26', 'application/json', JSON.stringify({ grant_type: 'password', username: 'alice' })],
    ['T27', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--'],
    ['T28', 'text/plain', form()],
    ['T33', 'application/x-www-form-urlencoded; charset=utf-7', form()],
    ['', 'application/x-www-form-urlencoded-not', form()],
  ])('%s: of type %s is refused', async (_line, type, body) => {
    expect(outcomeOf(await server.post(body, [`Content-Type: ${type}`]))).toEqual([400, 'invalid_request']);
  });

  it('T29: without a type is refused', async () => {
    expect(outcomeOf(await server.post(form(), []))).toEqual([400, 'invalid_request']);
  });

  it('T31: of 200 KB is refused with 413 and no stack', async () => {
    const answer = await server.post(`${form()}&a=${'x'.repeat(200_000)}`);
    expect([outcomeOf(answer), answer.body.includes('at ')]).toEqual([[413, 'invalid_request'], false]);
  });

  it('T34: that says it is compressed is refused', async () => {
    const [status, error] = outcomeOf(await server.post('garbage', [FORM, 'Content-Encoding: gzip']));
    expect([status, error]).toEqual([415, 'invalid_request']);
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
    'T23, T24: by %s is answered with 405 and Allow: POST',
    async (method) => {
      const answer = await rawExchange(server.port, rawRequest(`${method} /oauth2/access_token?${form()}`));
      expect([outcomeOf(answer), headerOf(answer, 'allow')]).toEqual([[405, 'invalid_request'], 'POST']);
    },
  );

  it('T25, C10: whose parameters stand in the address is refused', async () => {
    const answer = await server.post('', [FORM], `/oauth2/access_token?${form()}`);
    expect(outcomeOf(answer)).toEqual([400, 'invalid_request']);
  });

  it('C10: whose secret stands in the address is refused', async () => {
    const body = form({ client_secret: undefined });
    const answer = await server.post(body, [FORM], '/oauth2/access_token?client_secret=pc-secret-1');
    expect(outcomeOf(answer)).toEqual([401, 'invalid_client']);
  });

  it.each(['say "x"', 'back\\slash', 'grün 🦉', 'a\tb'])(
    'T39: describes the error without the grant_type %j',
    async (grantType) => {
      const { body } = await server.post(form({ grant_type: grantType }));
      expect((JSON.parse(body) as { error_description: string }).error_description).toMatch(
        /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/,
      );
    },
  );

  it('T44: with both Content-Length and Transfer-Encoding is refused, and the connection closed', async () => {
    const headers = [FORM, 'Content-Length: 4', 'Transfer-Encoding: chunked'];
    const smuggled = rawRequest('POST /oauth2/access_token', headers, `0\r\n\r\n${rawRequest('GET /health/live')}`);
    const answer = await rawExchange(server.port, smuggled.replace('Connection: close\r\n', ''));
    expect([answer.status, answer.body.includes('HTTP/1.1')]).toEqual([400, false]);
  });

  it('T45: with more than 16 KiB of headers is refused with 431', async () => {
    expect((await server.post(form(), [FORM, `X-A: ${'a'.repeat(17_000)}`])).status).toBe(431);
  });

  it('is not kept by caches when it is refused', async () => {
    expect(headerOf(await server.post(form({ username: 'nobody' })), 'cache-control')).toBe('no-store');
  });

  it('is told the same of an unknown and a revoked GPII token', async () => {
    const [unknown, revoked] = await Promise.all(
      [form({ username: 'nobody' }), form({ username: 'gone' })].map((body) => server.post(body)),
    );
    expect(revoked?.body).toBe(unknown?.body);
  });

  it.each([
    ['a client that may create GPII tokens', { client_id: 'maker', client_secret: 'maker-secret', username: 'gone' }],
    [
      'a client that may create only half of it',
      { client_id: 'half-maker', client_secret: 'maker-secret', username: 'new' },
    ],
    [
      'a client that may create them, for one that can be none',
      { client_id: 'maker', client_secret: 'maker-secret', username: 'x'.repeat(300) },
    ],
  ])('gets nothing for %s', async (_who, changes) => {
    expect(outcomeOf(await server.post(form(changes)))).toEqual([400, 'invalid_grant']);
  });

  it('is answered with 200 after all of that (G03)', async () => {
    expect((await server.post(form())).status).toBe(200);
  });
});
