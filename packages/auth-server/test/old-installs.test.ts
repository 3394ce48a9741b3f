import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawAnswer } from './support/raw-exchange.ts';
import { basic, bareForm, form, FORM, outcomeOf, startTokenServer, type TokenServer } from './support/token-server.ts';

let server: TokenServer;
beforeAll(async () => {
  server = await startTokenServer();
});
afterAll(() => server.close());

const good = {
  grant_type: 'password',
  username: 'alice',
  password: 'dummy',
  client_id: 'pc',
  client_secret: 'pc-secret-1',
};
const postJson = (body: unknown, type = 'application/json'): Promise<RawAnswer> =>
  server.post(typeof body === 'string' ? body : JSON.stringify(body), [`Content-Type: ${type}`], '/access_token');

describe('the old address of the token endpoint', () => {
  it.each([
    ['twice', '"username":"alice","username":"bob"'],
    ['twice, once with an escape', '"username":"alice","user\\u006eame":"bob"'],
  ])('refuses JSON with a member that comes %s', async (_what, members) => {
    const answer = await postJson(
      `{"grant_type":"password",${members},"client_id":"pc","client_secret":"pc-secret-1"}`,
    );
    expect([outcomeOf(answer), answer.body]).toEqual([
      [400, 'invalid_request'],
      expect.stringContaining('more than once'),
    ]);
  });

  it('takes JSON whose texts have quotes and backslashes', async () => {
    expect(outcomeOf(await postJson({ ...good, username: '"a\\","b' }))).toEqual([400, 'invalid_grant']);
  });

  it.each([
    ['JSON', () => postJson(good)],
    ['JSON with a charset', () => postJson(good, 'application/json; charset=utf-8')],
    ['a form', () => server.post(form(), [FORM], '/access_token')],
    ['a form and Basic', () => server.post(bareForm(), [FORM, basic('pc:pc-secret-1')], '/access_token')],
  ])('takes %s, and adds expiresIn, without which old installs die', async (_how, ask) => {
    const { status, body } = await ask();
    expect([status, JSON.parse(body)]).toEqual([
      200,
      {
        access_token: expect.any(String) as string,
        token_type: 'Bearer',
        expires_in: 3600,
        expiresIn: 3600,
        scope: 'settings',
      },
    ]);
  });

  it.each<[string, unknown, number, string]>([
    ['a wrong secret', { ...good, client_secret: 'wrong-secret' }, 401, 'invalid_client'],
    ['an unknown client', { ...good, client_id: 'nobody' }, 401, 'invalid_client'],
    [
      'half a character as client id',
      '{"grant_type":"password","client_id":"\\ud83e","client_secret":"x","username":"a"}',
      401,
      'invalid_client',
    ],
    ['an unknown GPII token', { ...good, username: 'nobody' }, 400, 'invalid_grant'],
    [
      'half a character as GPII token',
      JSON.stringify({ ...good, username: 'x' }).replace('"x"', '"\\ud83e"'),
      400,
      'invalid_grant',
    ],
    ['another grant', { ...good, grant_type: 'foo' }, 400, 'unsupported_grant_type'],
    ['no grant', { ...good, grant_type: undefined }, 400, 'invalid_request'],
    ['no username', { ...good, username: undefined }, 400, 'invalid_request'],
    ['no client', { ...good, client_id: undefined, client_secret: undefined }, 401, 'invalid_client'],
    ['a username that is an object', { ...good, username: { $gt: '' } }, 400, 'invalid_request'],
    ['a username that is a list', { ...good, username: ['alice'] }, 400, 'invalid_request'],
    ['a number', { ...good, username: 3 }, 400, 'invalid_request'],
    ['a NUL', { ...good, username: 'a\0' }, 400, 'invalid_request'],
    ['a list', [good], 400, 'invalid_request'],
    ['null', 'null', 400, 'invalid_request'],
    ['no JSON', '{"grant_type":', 400, 'invalid_request'],
    ['nothing', '', 400, 'invalid_request'],
    ['__proto__', '{"__proto__":{"grant_type":"password"}}', 400, 'invalid_request'],
  ])('refuses %s as RFC 6749 does', async (_what, body, status, error) => {
    expect(outcomeOf(await postJson(body))).toEqual([status, error]);
  });

  it('takes no other type', async () => {
    expect(outcomeOf(await postJson(good, 'text/plain'))).toEqual([400, 'invalid_request']);
  });

  it('does not let a client that may create GPII tokens have one of half a character', async () => {
    const maker = { ...good, client_id: 'maker', client_secret: 'maker-secret', username: 'x' };
    expect(outcomeOf(await postJson(JSON.stringify(maker).replace('"x"', '"\\ud83e"')))).toEqual([
      400,
      'invalid_grant',
    ]);
  });
});
