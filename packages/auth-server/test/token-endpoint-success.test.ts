import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawExchange, rawRequest } from './support/raw-exchange.ts';
import { form, FORM, headerOf, startTokenServer, type TokenServer } from './support/token-server.ts';

let server: TokenServer;
beforeAll(async () => {
  server = await startTokenServer();
});
afterAll(() => server.close());

const parse = (body: string): Record<string, unknown> => JSON.parse(body) as Record<string, unknown>;

describe('a good token request', () => {
  it('is answered with access token, type and lifetime, and nothing else (T01, T03)', async () => {
    const { status, body } = await server.post(form());
    expect([status, parse(body)]).toEqual([
      200,
      {
        access_token: expect.any(String) as string,
        token_type: 'Bearer',
        expires_in: 3600,
        scope: 'settings',
      },
    ]);
  });

  it.each([
    ['cache-control', 'no-store'],
    ['pragma', 'no-cache'],
    ['x-content-type-options', 'nosniff'],
    ['x-powered-by', undefined],
  ])('is answered with %s: %s (T02, T47, T48)', async (name, value) => {
    expect(headerOf(await server.post(form()), name)).toBe(value);
  });

  it('is answered as JSON (T46)', async () => {
    expect(headerOf(await server.post(form()), 'content-type')).toMatch(/^application\/json(; ?charset=utf-8)?$/i);
  });

  it('is answered with another access token each time, of 256 random bits (T04)', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => server.post(form())));
    const tokens = answers.map(({ body }) => String(parse(body).access_token));
    expect(new Set(tokens).size).toBe(100);
    expect(tokens.filter((token) => !/^gpii_at_[0-9a-z]+_[A-Za-z0-9_-]{43}$/.test(token))).toEqual([]);
  });

  it.each([
    ['application/x-www-form-urlencoded; charset=UTF-8', 'T05'],
    ['application/x-www-form-urlencoded;charset="utf-8"', 'T05'],
    ['APPLICATION/X-WWW-FORM-URLENCODED', 'T06'],
  ])('may have the type %s (%s)', async (type) => {
    expect((await server.post(form(), [`Content-Type: ${type}`])).status).toBe(200);
  });

  it.each<[string, Record<string, string>]>([
    ['a parameter that nobody knows (T07)', { foo: 'bar', __proto__x: 'y', constructor: 'z' }],
    ['an empty scope (T08)', { scope: '' }],
    ['the scope settings', { scope: 'settings' }],
    ['any password, which means nothing (DESIGN §3)', { password: 'dummy' }],
    ['names that the code uses inside', { requestedScope: 'preferences', withExpiresIn: 'true', user: 'x' }],
    ['a username that is not ASCII', { username: 'Åsa 🦉' }],
  ])('may have %s', async (_what, changes) => {
    const { status, body } = await server.post(form(changes));
    expect([status, Object.keys(parse(body)).sort()]).toEqual([
      200,
      ['access_token', 'expires_in', 'scope', 'token_type'],
    ]);
  });

  it('may have a parameter called __proto__', async () => {
    expect((await server.post(`${form()}&__proto__=x`)).status).toBe(200);
  });

  it('may come in chunks', async () => {
    const chunked = `${form().length.toString(16)}\r\n${form()}\r\n0\r\n\r\n`;
    const request = rawRequest('POST /oauth2/access_token', [FORM, 'Transfer-Encoding: chunked'], chunked);
    expect((await rawExchange(server.port, request)).status).toBe(200);
  });

  it('for an unknown GPII token gives a client that may create them an access token', async () => {
    const maker = { client_id: 'maker', client_secret: 'maker-secret', username: 'nobody yet' };
    expect((await server.post(form(maker))).status).toBe(200);
  });
});
