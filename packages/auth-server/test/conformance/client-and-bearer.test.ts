import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type CloudProcess } from '../support/cloud-process.ts';
import { API, askApi, basic, GRANT, issueToken, post, TOKEN, type Form } from '../support/oauth-calls.ts';
import { send, type RawAnswer } from '../support/raw-http.ts';
import { CLIENTS, GPII_TOKEN } from '../support/records.ts';

const { library, colon, web } = CLIENTS;
const ANONYMOUS = { grant_type: 'password', username: GPII_TOKEN };

// The server is a process of its own, and shares two cores with other work.
let cloud: CloudProcess;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.stop());

function ask(form: Form, ...headers: string[]): Promise<RawAnswer> {
  return post(cloud.port, TOKEN, form, headers);
}

const plainBasic = (text: string, scheme = 'Basic'): string =>
  `Authorization: ${scheme} ${Buffer.from(text).toString('base64')}`;
const RIGHT = `${library.id}:${library.secret}`;

describe('client authentication', () => {
  it.each([
    ['C01 Basic with an encoded id and secret', basic(colon.id, colon.secret)],
    ['C02 Basic with a colon that is not encoded', plainBasic(`${colon.id}:${colon.secret}`)],
    ['C21 plain Basic', plainBasic(RIGHT)],
    ['C14 bAsIc', plainBasic(RIGHT, 'bAsIc')],
  ])('%s is accepted', async (_line, header) => {
    expect((await ask(ANONYMOUS, header)).status).toBe(200);
  });

  it('C02 takes no part of a secret for the whole', async () => {
    expect((await ask(ANONYMOUS, plainBasic(`${colon.id}:a`))).status).toBe(401);
  });

  it('C03 names the way to authenticate to who tried Basic with a wrong secret', async () => {
    const answer = await ask(ANONYMOUS, basic(library.id, 'wrong'));
    expect(answer).toMatchObject({ status: 401, json: { error: 'invalid_client' } });
    expect(answer.headers['www-authenticate']).toMatch(/^Basic /);
    expect(answer.headers['cache-control']).toContain('no-store');
  });

  it('C04 C05 says the same of a wrong secret and of an unknown client', async () => {
    const wrong = await ask({ ...GRANT, client_secret: 'wrong' });
    const unknown = await ask({ ...GRANT, client_id: 'unknown' });
    expect(wrong).toMatchObject({ status: 401, json: { error: 'invalid_client' } });
    expect([unknown.status, unknown.text]).toEqual([wrong.status, wrong.text]);
    expect(wrong.headers['cache-control']).toContain('no-store');
  });

  it.each<[string, Form, string[]]>([
    ['C06 an id alone', { ...ANONYMOUS, client_id: library.id }, []],
    ['C06 the id of an unknown client alone', { ...ANONYMOUS, client_id: 'unknown' }, []],
    ['C07 nothing', ANONYMOUS, []],
    ['C11 Basic that is no base64', ANONYMOUS, ['Authorization: Basic !!!notbase64']],
    ['C12 Basic without a colon', ANONYMOUS, [plainBasic('nocolon')]],
    ['C13 a scheme that only contains Basic', ANONYMOUS, [plainBasic(RIGHT, 'xBasicx')]],
    ['C15 Bearer', ANONYMOUS, ['Authorization: Bearer x']],
    ['C17 a secret over 1 KB', { ...GRANT, client_secret: 'x'.repeat(2000) }, []],
    ['C18 the secret and a character', { ...GRANT, client_secret: `${library.secret}x` }, []],
    ['C18 the secret without its last', { ...GRANT, client_secret: library.secret.slice(0, -1) }, []],
    ['C19 an id with spaces', { ...GRANT, client_id: ` ${library.id} ` }, []],
    ['C19 an id in another case', { ...GRANT, client_id: library.id.toUpperCase() }, []],
  ])('%s is refused with invalid_client', async (_line, form, headers) => {
    const answer = await ask(form, ...headers);
    expect(answer).toMatchObject({ status: 401, json: { error: 'invalid_client' } });
    expect(answer.headers['cache-control']).toContain('no-store');
  });

  it.each<[string, Form, string[]]>([
    ['C08 Basic and a secret in the body', GRANT, [basic(library.id, library.secret)]],
    ['C09 Basic, and another id in the body', { ...ANONYMOUS, client_id: web.id }, [basic(library.id, library.secret)]],
    ['C16 two Authorization headers', ANONYMOUS, [basic(library.id, library.secret), basic(colon.id, colon.secret)]],
  ])('%s is refused with invalid_request', async (_line, form, headers) => {
    expect(await ask(form, ...headers)).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
  });

  it('C10 reads no secret in the address', async () => {
    const query = `client_id=${library.id}&client_secret=${library.secret}`;
    const answer = await post(cloud.port, `${TOKEN}?${query}`, ANONYMOUS);
    expect(answer).toMatchObject({ status: 401, json: { error: 'invalid_client' } });
  });
});

describe('bearer tokens at the protected resource', () => {
  const challenge = (answer: RawAnswer): string => answer.headers['www-authenticate'] ?? '';

  it('B01 B10 asks for one where there is none', async () => {
    for (const headers of [[], [basic(library.id, library.secret)]]) {
      const answer = await send(cloud.port, { path: API, headers });
      expect(answer.status).toBe(401);
      expect(challenge(answer)).toMatch(/^Bearer(?!.*error=)/);
    }
  });

  it('B02 refuses an unknown one', async () => {
    const answer = await askApi(cloud.port, 'unknown');
    expect(answer.status).toBe(401);
    expect(challenge(answer)).toMatch(/^Bearer .*error="invalid_token"/);
  });

  it('B03 B09 takes the scheme in any case, and lets no cache keep the answer', async () => {
    const headers = [`Authorization: bearer ${await issueToken(cloud.port)}`];
    const answer = await send(cloud.port, { path: API, headers });
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toContain('no-store');
  });

  it('B04 B05 looks for it nowhere else', async () => {
    const token = await issueToken(cloud.port);
    const inQuery = await send(cloud.port, { path: `${API}?access_token=${token}` });
    const type = 'Content-Type: application/x-www-form-urlencoded';
    const inBody = await send(cloud.port, { path: API, headers: [type], body: `access_token=${token}` });
    for (const { status } of [inQuery, inBody]) expect([400, 401]).toContain(status);
  });

  it('B06 refuses two ways at once', async () => {
    const token = await issueToken(cloud.port);
    const answer = await send(cloud.port, {
      path: `${API}?access_token=${token}`,
      headers: [`Authorization: Bearer ${token}`],
    });
    expect(answer.status).toBe(400);
    expect(challenge(answer)).toMatch(/^Bearer .*error="invalid_request"/);
  });

  it.each([
    ['B07 none', 'Authorization: Bearer'],
    ['B07 two', 'Authorization: Bearer a b'],
    ['B08 one with a quote', 'Authorization: Bearer a"b'],
    ['B08 one with bytes beyond ASCII', 'Authorization: Bearer \u00e9\u00ff'],
  ])('%s after the scheme is refused', async (_line, header) => {
    const answer = await send(cloud.port, { path: API, headers: [header] });
    expect([400, 401]).toContain(answer.status);
    expect(challenge(answer)).toMatch(/^Bearer/);
  });
});
