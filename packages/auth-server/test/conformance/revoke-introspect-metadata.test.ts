import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type CloudProcess } from '../support/cloud-process.ts';
import {
  askApi,
  basic,
  encode,
  GRANT,
  INTROSPECT,
  issueToken,
  post,
  REVOKE,
  TOKEN,
  type Form,
} from '../support/oauth-calls.ts';
import { ASK, AUTHORIZE } from '../support/person.ts';
import { send, type RawAnswer } from '../support/raw-http.ts';
import { CLIENTS, GPII_TOKEN } from '../support/records.ts';

const METADATA = '/.well-known/oauth-authorization-server';
const { library, colon, web, native } = CLIENTS;
const asLibrary = { client_id: library.id, client_secret: library.secret };

// The server is a process of its own, and shares two cores with other work.
let cloud: CloudProcess;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.stop());

function revoke(form: Form): Promise<RawAnswer> {
  return post(cloud.port, REVOKE, form);
}

function introspect(form: Form): Promise<RawAnswer> {
  return post(cloud.port, INTROSPECT, form);
}

describe('RFC 7009 revocation', () => {
  it('R01 R02 R04 ends an own token at once, also the second time', async () => {
    const token = await issueToken(cloud.port);
    expect((await askApi(cloud.port, token)).status).toBe(200);
    const answer = await revoke({ token, ...asLibrary });
    expect(answer).toMatchObject({ status: 200, json: {} });
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    const refused = await askApi(cloud.port, token);
    expect(refused.status).toBe(401);
    expect(refused.headers['www-authenticate']).toContain('error="invalid_token"');
    expect((await revoke({ token, ...asLibrary })).status).toBe(200);
  });

  it('R03 answers 200 for an unknown token', async () => {
    expect((await revoke({ token: 'unknown', ...asLibrary })).status).toBe(200);
  });

  it('R05 needs the parameter token', async () => {
    expect(await revoke(asLibrary)).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
  });

  it('R06 refuses a wrong secret, and the token stays', async () => {
    const token = await issueToken(cloud.port);
    const answer = await revoke({ token, client_id: library.id, client_secret: 'wrong' });
    expect(answer).toMatchObject({ status: 401, json: { error: 'invalid_client' } });
    expect((await askApi(cloud.port, token)).status).toBe(200);
  });

  it('R07 leaves the token of another client alone', async () => {
    const token = await issueToken(cloud.port);
    const answer = await revoke({ token, client_id: web.id, client_secret: web.secret });
    expect(answer).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
    expect((await askApi(cloud.port, token)).status).toBe(200);
  });

  it('R08 ignores a hint that it does not know', async () => {
    const token = await issueToken(cloud.port);
    expect((await revoke({ token, token_type_hint: 'bogus', ...asLibrary })).status).toBe(200);
    expect((await askApi(cloud.port, token)).status).toBe(401);
  });

  it('R09 refuses a second parameter token', async () => {
    const answer = await revoke([['token', 'a'], ['token', 'b'], ...Object.entries(asLibrary)]);
    expect(answer).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
  });

  it.each([
    ['R10', REVOKE],
    ['(introspection)', INTROSPECT],
  ])('%s has no GET', async (_line, path) => {
    const answer = await send(cloud.port, { path });
    expect(answer).toMatchObject({ status: 405, json: { error: 'invalid_request' } });
    expect(answer.headers.allow).toBe('POST');
  });
});

describe('RFC 7662 introspection', () => {
  it('I01 I05 describes a live token, without the GPII token, and not for caches', async () => {
    const token = await issueToken(cloud.port);
    const answer = await introspect({ token, ...asLibrary });
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toContain('no-store');
    expect(answer.json).toMatchObject({
      active: true,
      client_id: library.id,
      scope: 'settings',
      token_type: 'Bearer',
      iss: cloud.url,
    });
    const { sub, exp, iat, gpii_token_hash: hash } = answer.json;
    expect(Number(exp) - Number(iat)).toBe(3600);
    expect(String(hash)).toMatch(/^[0-9a-f]{64}$/);
    expect(String(hash).startsWith(String(sub))).toBe(true);
    expect(answer.text).not.toContain(GPII_TOKEN);
  });

  it('I02 says exactly {"active":false} for what is unknown or revoked', async () => {
    const token = await issueToken(cloud.port);
    await revoke({ token, ...asLibrary });
    for (const ended of [token, 'unknown', `${token}x`]) {
      expect(await introspect({ token: ended, ...asLibrary })).toMatchObject({ status: 200, text: '{"active":false}' });
    }
  });

  it('I03 refuses who does not authenticate, and public clients', async () => {
    const token = await issueToken(cloud.port);
    for (const form of [{ token }, { token, client_id: native.id }, { token, client_id: library.id }]) {
      const answer = await introspect(form);
      expect(answer).toMatchObject({ status: 401, json: { error: 'invalid_client' } });
      expect(answer.headers['cache-control']).toContain('no-store');
    }
  });

  it('I04 needs the parameter token', async () => {
    expect(await introspect(asLibrary)).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
  });

  it('tells another GPII application about it, and a web application nothing', async () => {
    const token = await issueToken(cloud.port);
    const asRoom = await post(cloud.port, INTROSPECT, { token }, [basic(colon.id, colon.secret)]);
    expect(asRoom.json).toMatchObject({ active: true, client_id: library.id });
    expect((await introspect({ token, client_id: web.id, client_secret: web.secret })).text).toBe('{"active":false}');
  });
});

describe('the extension grant', () => {
  const grant_type = 'urn:gpii:params:oauth:grant-type:gpii-token';

  it('issues as the password grant does', async () => {
    const { status, json } = await post(cloud.port, TOKEN, { ...asLibrary, grant_type, gpii_token: GPII_TOKEN });
    expect(status).toBe(200);
    expect((await askApi(cloud.port, String(json.access_token))).status).toBe(200);
  });

  it.each([
    ['an unknown GPII token', { gpii_token: 'unknown' }, 'invalid_grant'],
    ['no GPII token', { username: GPII_TOKEN }, 'invalid_request'],
    ['another scope', { gpii_token: GPII_TOKEN, scope: 'preferences' }, 'invalid_scope'],
    [
      'a web application',
      { gpii_token: GPII_TOKEN, client_id: web.id, client_secret: web.secret },
      'unauthorized_client',
    ],
  ])('refuses %s', async (_what, form, error) => {
    const answer = await post(cloud.port, TOKEN, { ...GRANT, grant_type, username: '', ...form });
    expect(answer).toMatchObject({ status: 400, json: { error } });
  });
});

describe('RFC 8414 metadata', () => {
  it('M01 M02 M03 M04 M05 M06 is true', async () => {
    const { status, headers, json } = await send(cloud.port, { path: METADATA });
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(json).toMatchObject({
      issuer: cloud.url,
      authorization_endpoint: `${cloud.url}/oauth2/authorize`,
      token_endpoint: cloud.url + TOKEN,
      revocation_endpoint: cloud.url + REVOKE,
      introspection_endpoint: cloud.url + INTROSPECT,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    });
    expect(json.grant_types_supported).toContain('authorization_code');
    expect(json.grant_types_supported).toContain('password');
    expect(json.token_endpoint_auth_methods_supported).toContain('client_secret_basic');
  });

  it('M07 takes nothing from Host and its friends', async () => {
    const evil = ['Host: evil.example', 'X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: https'];
    const answer = await send(cloud.port, { path: METADATA, headers: [...evil, 'Forwarded: host=evil.example'] });
    expect(answer.json).toMatchObject({ issuer: cloud.url });
    expect(answer.text).not.toContain('evil');
  });

  it('M02 has the configured issuer, and cookies for https only behind it', async () => {
    const behindProxy = await startCloud('--public-url', 'https://gpii.example/');
    try {
      const { json } = await send(behindProxy.port, { path: METADATA });
      expect(json).toMatchObject({ issuer: 'https://gpii.example', token_endpoint: `https://gpii.example${TOKEN}` });
      const page = await send(behindProxy.port, { path: `${AUTHORIZE}?${encode(ASK)}` });
      expect(page.headers['set-cookie']).toMatch(
        /^__Host-gpii_session=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
      );
    } finally {
      await behindProxy.stop();
    }
  });
});
