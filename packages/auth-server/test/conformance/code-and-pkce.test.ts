import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type CloudProcess } from '../support/cloud-process.ts';
import { askApi, basic, INTROSPECT, post, REVOKE, TOKEN, type Form } from '../support/oauth-calls.ts';
import { ASK, createPerson, S256, VERIFIER, type Person } from '../support/person.ts';
import type { RawAnswer } from '../support/raw-http.ts';
import { CLIENTS, GPII_TOKEN, OTHER_REDIRECT_URI, PERSON, REDIRECT_URI } from '../support/records.ts';

const { web, otherWeb, library, native } = CLIENTS;
const asWeb = { client_id: web.id, client_secret: web.secret };
const invalidGrant = { status: 400, json: { error: 'invalid_grant' } };
const NATIVE_REDIRECT = 'http://127.0.0.1:54321/callback';

// The server is a process of its own, and shares two cores with other work.
let cloud: CloudProcess;
let person: Person;
beforeAll(async () => {
  cloud = await startCloud();
  person = createPerson(cloud.port);
});
afterAll(() => cloud.stop());

function redeem(code: string, more: Form = {}): Promise<RawAnswer> {
  const base = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI, ...asWeb };
  const form = Object.entries({ ...base, ...(more as Record<string, string>) }).filter(([, value]) => value !== '');
  return post(cloud.port, TOKEN, form);
}

async function isActive(accessToken: unknown): Promise<unknown> {
  const answer = await post(cloud.port, INTROSPECT, { token: String(accessToken), ...asWeb });
  return answer.json.active;
}

describe('the authorization code', () => {
  it('X01 is exchanged for an access token with the scope preferences', async () => {
    const answer = await redeem(await person.getCode(ASK));
    expect(answer).toMatchObject({
      status: 200,
      json: { token_type: 'Bearer', expires_in: 3600, scope: 'preferences' },
    });
    expect(answer.headers['cache-control']).toContain('no-store');
    const { json } = await post(cloud.port, INTROSPECT, { token: String(answer.json.access_token), ...asWeb });
    expect(json).toMatchObject({ active: true, client_id: web.id, scope: 'preferences' });
    const refused = await askApi(cloud.port, String(answer.json.access_token));
    expect(refused.status).toBe(403);
    expect(refused.headers['www-authenticate']).toContain('insufficient_scope');
  });

  it('X02 X03 is good once: a replay ends the token that was issued from it', async () => {
    const code = await person.getCode(ASK);
    const { json } = await redeem(code);
    expect(await isActive(json.access_token)).toBe(true);
    expect(await redeem(code)).toMatchObject(invalidGrant);
    expect(await isActive(json.access_token)).toBe(false);
    expect((await askApi(cloud.port, String(json.access_token))).status).toBe(401);
  });

  it('X04 is of no use to another client, and stays good for its own', async () => {
    const code = await person.getCode(ASK);
    const stolen = await redeem(code, { client_id: otherWeb.id, client_secret: otherWeb.secret });
    expect(stolen).toMatchObject(invalidGrant);
    expect((await redeem(code)).status).toBe(200);
  });

  it.each([
    ['X05 without the redirect_uri of the request', { redirect_uri: '' }],
    ['X06 with another redirect_uri', { redirect_uri: OTHER_REDIRECT_URI }],
  ])('%s is refused', async (_line, change) => {
    expect(await redeem(await person.getCode(ASK), change)).toMatchObject(invalidGrant);
  });

  it('needs no redirect_uri where the request had none and one is registered', async () => {
    const asOther = { client_id: otherWeb.id, client_secret: otherWeb.secret };
    const code = await person.getCode({ response_type: 'code', client_id: otherWeb.id });
    expect((await redeem(code, { ...asOther, redirect_uri: '' })).status).toBe(200);
  });

  it('X07 needs the parameter code', async () => {
    expect(await redeem('')).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
  });

  it.each([
    ['garbage', 'garbage'],
    ['unicode', 'ключ🔑'],
    ['10 KB', 'x'.repeat(10_240)],
  ])('X08 refuses %s as a code', async (_what, code) => {
    expect(await redeem(code)).toMatchObject(invalidGrant);
  });

  it('X09 refuses a second code', async () => {
    const form: Form = [['grant_type', 'authorization_code'], ['code', 'a'], ['code', 'b'], ...Object.entries(asWeb)];
    expect(await post(cloud.port, TOKEN, form)).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
  });

  it('X10 has one winner of 20 at the same time', async () => {
    const code = await person.getCode(ASK);
    const answers = await Promise.all(Array.from({ length: 20 }, () => redeem(code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const losers = answers.filter(({ status }) => status !== 200);
    for (const loser of losers) expect(loser).toMatchObject(invalidGrant);
  });

  it('B11 is no access token', async () => {
    const refused = await askApi(cloud.port, await person.getCode(ASK));
    expect(refused.status).toBe(401);
    expect(refused.headers['www-authenticate']).toContain('error="invalid_token"');
  });

  it('T22 is not for GPII applications', async () => {
    const answer = await redeem('x', { client_id: library.id, client_secret: library.secret });
    expect(answer).toMatchObject({ status: 400, json: { error: 'unauthorized_client' } });
  });

  it('refuses a scope that a web application cannot have', async () => {
    const answer = await redeem(await person.getCode(ASK), { scope: 'settings' });
    expect(answer).toMatchObject({ status: 400, json: { error: 'invalid_scope' } });
  });

  it('stands in no log line, and neither does anything else that is secret', async () => {
    const code = await person.getCode({ ...ASK, ...S256 });
    const { json } = await redeem(code, { code_verifier: VERIFIER });
    const log = cloud.lines.join('\n');
    for (const secret of [code, String(json.access_token), VERIFIER, web.secret, PERSON.password, GPII_TOKEN]) {
      expect(log.includes(secret)).toBe(false);
    }
    expect(log).toContain('/oauth2/authorize');
  });
});

describe('PKCE', () => {
  const withChallenge = { ...ASK, ...S256 };

  it('P01 takes the right verifier', async () => {
    expect((await redeem(await person.getCode(withChallenge), { code_verifier: VERIFIER })).status).toBe(200);
  });

  it.each([
    ['P02 a wrong verifier', withChallenge, `${VERIFIER}x`],
    ['P03 a missing verifier', withChallenge, ''],
    ['P04 a verifier without a challenge', ASK, VERIFIER],
    ['P05 a verifier of 42 characters', withChallenge, 'x'.repeat(42)],
    ['P05 a verifier of 129 characters', withChallenge, 'x'.repeat(129)],
  ])('%s is refused', async (_line, ask, code_verifier) => {
    expect(await redeem(await person.getCode(ask), { code_verifier })).toMatchObject(invalidGrant);
  });

  it('lets a public client redeem and revoke without a secret', async () => {
    const asNative = { client_id: native.id, client_secret: '', redirect_uri: NATIVE_REDIRECT };
    const code = await person.getCode({ ...withChallenge, client_id: native.id, redirect_uri: NATIVE_REDIRECT });
    expect(await redeem(code, { ...asNative, code_verifier: `${VERIFIER}x` })).toMatchObject(invalidGrant);
    const { status, json } = await redeem(code, { ...asNative, code_verifier: VERIFIER });
    expect(status).toBe(200);
    const revoked = await post(cloud.port, REVOKE, { token: String(json.access_token), client_id: native.id });
    expect(revoked.status).toBe(200);
    expect((await askApi(cloud.port, String(json.access_token))).status).toBe(401);
  });

  it('does not let a confidential client redeem without its secret', async () => {
    const code = await person.getCode(withChallenge);
    const answer = await redeem(code, { client_secret: '', code_verifier: VERIFIER });
    expect(answer).toMatchObject({ status: 401, json: { error: 'invalid_client' } });
    const basicAnswer = await post(
      cloud.port,
      TOKEN,
      { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI, code_verifier: VERIFIER },
      [basic(web.id, web.secret)],
    );
    expect(basicAnswer.status).toBe(200);
  });
});
