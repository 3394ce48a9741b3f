import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bareForm,
  basic,
  form,
  FORM,
  headerOf,
  installed,
  outcomeOf,
  startTokenServer,
  type TokenServer,
} from './support/token-server.ts';

let server: TokenServer;
beforeAll(async () => {
  server = await startTokenServer();
});
afterAll(() => server.close());

const encode = (text: string): string => encodeURIComponent(text).replaceAll('%20', '+');

describe('a client that authenticates', () => {
  it.each([
    ['C21', 'by Basic', basic('pc:pc-secret-1')],
    ['C01', 'by Basic, form-encoded', basic(`${encode('odd:client')}:${encode('a:b%c d+e/')}`)],
    ['C14', 'by bAsIc', basic('pc:pc-secret-1').replace('Basic', 'bAsIc')],
    ['', 'by Basic without padding', basic('pc:pc-secret-1').replace(/=+$/, '')],
  ])('%s: %s is known', async (_line, _how, header) => {
    expect((await server.post(bareForm(), [FORM, header])).status).toBe(200);
  });

  it('C02: by Basic with a colon in its secret is never known by the part before it', async () => {
    await server.take({
      kind: 'clientCredential',
      clientId: 'colon',
      type: 'installed',
      name: '',
      owner: 'a@b',
      secrets: [{ secret: 'before:after', label: '' }],
    });
    const statuses = await Promise.all(
      ['colon:before:after', 'colon:before'].map((text) => server.post(bareForm(), [FORM, basic(text)])),
    );
    expect(statuses.map(({ status }) => status)).toEqual([200, 401]);
  });

  it.each([
    ['a + that is a +, not encoded', 'plus:a+b'],
    ['a + that is a +, encoded', 'plus:a%2Bb'],
    ['a + that is a space', 'space:a+b'],
    ['a % that is not encoded', 'percent:a%2Bb'],
  ])('by Basic is known with %s in its secret', async (_what, text) => {
    await server.take(installed('plus', 'a+b'), installed('space', 'a b'), installed('percent', 'a%2Bb'));
    expect((await server.post(bareForm(), [FORM, basic(text)])).status).toBe(200);
  });

  it('by a form is known with the decoded secret only', async () => {
    await server.take(installed('percent', 'a%2Bb'));
    expect((await server.post(form({ client_id: 'percent', client_secret: 'a+b' }))).status).toBe(401);
  });

  it('by Basic may name itself in the body as well', async () => {
    expect((await server.post(bareForm({ client_id: 'pc' }), [FORM, basic('pc:pc-secret-1')])).status).toBe(200);
  });
});

describe('a client that does not prove who it is', () => {
  it.each([
    ['C03', 'a wrong secret by Basic', bareForm(), basic('pc:wrong')],
    ['C04', 'a wrong secret in the body', form({ client_secret: 'wrong-secret' }), 'X-None: 1'],
    ['C05', 'an unknown client id', form({ client_id: 'nobody' }), 'X-None: 1'],
    ['C06', 'a client id without secret', form({ client_secret: undefined }), 'X-None: 1'],
    ['C06', 'a client id with an empty secret', form({ client_secret: '' }), 'X-None: 1'],
    ['C07', 'nothing', bareForm(), 'X-None: 1'],
    ['C11', 'Basic that is not base64', bareForm(), 'Authorization: Basic !!!notbase64'],
    ['C12', 'Basic without a colon', bareForm(), basic('pcpc-secret-1')],
    ['C12', 'Basic with nothing before the colon', bareForm(), basic(':pc-secret-1')],
    ['C13', 'xBasicx', bareForm(), basic('pc:pc-secret-1').replace('Basic', 'xBasicx')],
    ['C15', 'Bearer', bareForm(), 'Authorization: Bearer x'],
    ['C17', 'a secret over 1 KB', form({ client_secret: 'x'.repeat(2000) }), 'X-None: 1'],
    ['C18', 'its secret and one character more', form({ client_secret: 'pc-secret-1x' }), 'X-None: 1'],
    ['C18', 'its secret without the last character', form({ client_secret: 'pc-secret-' }), 'X-None: 1'],
    ['C19', 'its id with a space before', form({ client_id: ' pc' }), 'X-None: 1'],
    ['C19', 'its id with a space after', form({ client_id: 'pc ' }), 'X-None: 1'],
    ['C19', 'its id in another case', form({ client_id: 'PC' }), 'X-None: 1'],
    [
      '',
      'the right secret from a network that is not allowed',
      form({ client_id: 'elsewhere', client_secret: 'elsewhere-secret' }),
      'X-None: 1',
    ],
    [
      '',
      'the same, and a forged X-Forwarded-For',
      form({ client_id: 'elsewhere', client_secret: 'elsewhere-secret' }),
      'X-Forwarded-For: 10.1.1.1',
    ],
    [
      '',
      'bytes that are no UTF-8',
      bareForm(),
      `Authorization: Basic ${Buffer.from([0xff, 0x3a, 0xff]).toString('base64')}`,
    ],
  ])('%s: %s: is refused with 401, a challenge and no caching', async (_line, _what, body, header) => {
    const answer = await server.post(body, [FORM, header]);
    expect([outcomeOf(answer), headerOf(answer, 'www-authenticate'), headerOf(answer, 'cache-control')]).toEqual([
      [401, 'invalid_client'],
      'Basic realm="GPII Cloud", charset="UTF-8"',
      'no-store',
    ]);
  });

  it('C05: is told the same, whether its id is known or not', async () => {
    const answers = await Promise.all(
      [form({ client_secret: 'wrong-secret' }), form({ client_id: 'nobody' })].map((body) => server.post(body)),
    );
    expect(answers[0]?.body).toBe(answers[1]?.body);
  });

  it.each([
    ['C08', 'Basic and a secret in the body', form(), [basic('pc:pc-secret-1')]],
    ['C09', 'Basic for one client, and another client_id', bareForm({ client_id: 'maker' }), [basic('pc:pc-secret-1')]],
    ['C16', 'two Authorization headers', bareForm(), [basic('pc:pc-secret-1'), basic('pc:pc-secret-1')]],
    [
      'C16',
      'a second Authorization header of another kind',
      bareForm(),
      [basic('pc:pc-secret-1'), 'Authorization: Bearer x'],
    ],
  ])('%s: %s: is refused with invalid_request', async (_line, _what, body, headers) => {
    expect(outcomeOf(await server.post(body, [FORM, ...headers]))).toEqual([400, 'invalid_request']);
  });
});

describe('a revoked client credential', () => {
  const right = { client_id: 'revoked', client_secret: 'revoked-secret' };

  it('is told so, with when and by whom, to who has its secret', async () => {
    const { status, body } = await server.post(form(right));
    expect([status, JSON.parse(body)]).toEqual([
      401,
      {
        error: 'invalid_client',
        error_description: 'This client credential was revoked',
        gpii_reason: 'credential_revoked',
        revoked_at: '2026-04-01T00:00:00Z',
        revoked_by: 'import',
        revoke_reason: '',
      },
    ]);
  });

  it('is not told to anybody else', async () => {
    const { body } = await server.post(form({ ...right, client_secret: 'wrong-secret' }));
    expect(JSON.parse(body)).toEqual({ error: 'invalid_client', error_description: 'Unknown client or wrong secret' });
  });
});
