import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type CloudProcess } from '../support/cloud-process.ts';
import { encode, GRANT, issueToken, post, TOKEN, type Form } from '../support/oauth-calls.ts';
import { parseAnswer, send, sendBytes, type RawAnswer } from '../support/raw-http.ts';
import { CLIENTS } from '../support/records.ts';

// The server is a process of its own, and shares two cores with other work.
let cloud: CloudProcess;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.stop());

function ask(form: Form, ...headers: string[]): Promise<RawAnswer> {
  return post(cloud.port, TOKEN, form, headers);
}

/** Refused as JSON that is in no cache, with nothing of the server in it. */
function expectRefused(answer: RawAnswer, statuses: readonly number[], errors: readonly string[]): void {
  expect(statuses).toContain(answer.status);
  expect(errors).toContain(answer.json.error);
  expect(answer.headers['content-type']).toMatch(/^application\/json/);
  expect(answer.headers['cache-control']).toContain('no-store');
  expect(answer.text).not.toMatch(/node_modules|\bat .+\.[jt]s/);
}

const plus = (...more: [string, string][]): Form => [...Object.entries(GRANT), ...more];
const without = (name: keyof typeof GRANT): Form => Object.entries(GRANT).filter(([each]) => each !== name);
const raw = encode(GRANT);
const FORM_TYPE = 'application/x-www-form-urlencoded';

describe('an issued access token', () => {
  it('T01 T02 T03 T46 T47 T48 comes as RFC 6749 §5.1 has it', async () => {
    const { status, headers, json } = await ask(GRANT);
    expect(status).toBe(200);
    expect(json).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    expect(json.access_token).toMatch(/^gpii_at_/);
    expect(json).not.toHaveProperty('expiresIn');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      pragma: 'no-cache',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['content-type']).toMatch(/^application\/json(; ?charset=utf-8)?$/i);
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it('T04 is not guessed: 100 are 100', async () => {
    const tokens = await Promise.all(Array.from({ length: 100 }, () => issueToken(cloud.port)));
    expect(new Set(tokens).size).toBe(100);
    for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{22,}$/);
  });

  it.each<[string, Form, string[]]>([
    ['T05 a charset', GRANT, [`Content-Type: ${FORM_TYPE}; charset=UTF-8`]],
    ['T06 an upper-case media type', GRANT, ['Content-Type: APPLICATION/X-WWW-FORM-URLENCODED']],
    ['T07 a parameter that means nothing', plus(['foo', 'bar']), []],
    ['T08 an empty scope', plus(['scope', '']), []],
  ])('%s is no obstacle', async (_line, form, headers) => {
    expect((await ask(form, ...headers)).status).toBe(200);
  });
});

describe('a token request that is refused', () => {
  it.each<[string, Form, string]>([
    ['T09 an empty grant_type', { ...GRANT, grant_type: '' }, 'invalid_request'],
    ['T10 no grant_type', without('grant_type'), 'invalid_request'],
    ['T11 an unknown grant_type', { ...GRANT, grant_type: 'unknown' }, 'unsupported_grant_type'],
    ['T12 no username', without('username'), 'invalid_request'],
    ['T13 an unknown GPII token', { ...GRANT, username: 'unknown' }, 'invalid_grant'],
    ['T14 a second grant_type', plus(['grant_type', 'password']), 'invalid_request'],
    ['T15 a second username', plus(['username', 'x']), 'invalid_request'],
    ['T16 a second client_id', plus(['client_id', CLIENTS.library.id]), 'invalid_request'],
    ['T17 a second client_secret', plus(['client_secret', 'wrong']), 'invalid_request'],
    ['T18 a second scope', plus(['scope', 'settings'], ['scope', 'settings']), 'invalid_request'],
    ['T19 an unregistered scope', plus(['scope', 'everything']), 'invalid_scope'],
    ['T20 a scope with control characters', plus(['scope', 'set\u0001tings']), 'invalid_scope'],
    [
      'T21 a web application',
      { ...GRANT, client_id: CLIENTS.web.id, client_secret: CLIENTS.web.secret },
      'unauthorized_client',
    ],
    ['T35 an invalid escape', raw.replace('token-of-ada', '%zz'), 'invalid_request'],
    ['T36 invalid UTF-8', raw.replace('token-of-ada', '%ff%fe'), 'invalid_request'],
    ['T37 a NUL', raw.replace('token-of-ada', 'a%00b'), 'invalid_request'],
    ['T38 an unknown name in unicode', { ...GRANT, username: '🔑שלום e\u0301' }, 'invalid_grant'],
    ['T40 a nested parameter', `${raw}&username%5B%24gt%5D=`, 'invalid_request'],
    ['T40 an array', `${raw}&username%5B%5D=x`, 'invalid_request'],
    ['T41 __proto__ as grant_type', { ...GRANT, grant_type: '__proto__' }, 'unsupported_grant_type'],
    ['T41 constructor as grant_type', { ...GRANT, grant_type: 'constructor' }, 'unsupported_grant_type'],
    ['T42 __proto__ as username', { ...GRANT, username: '__proto__' }, 'invalid_grant'],
    ['T42 constructor as username', { ...GRANT, username: 'constructor' }, 'invalid_grant'],
  ])('%s', async (_line, form, error) => {
    expectRefused(await ask(form), [400], [error]);
  });

  it('T39 has a description of allowed characters only', async () => {
    const answer = await ask({ ...GRANT, grant_type: 'a"b\\c🔑' });
    expectRefused(answer, [400], ['unsupported_grant_type']);
    expect(answer.json.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/);
  });

  it('T43 is of the client __proto__', async () => {
    expectRefused(await ask({ ...GRANT, client_id: '__proto__' }), [401], ['invalid_client']);
  });

  it.each(['GET', 'PUT'])('T23 T24 has the method %s', async (method) => {
    const answer = await send(cloud.port, { method, path: `${TOKEN}?${raw}` });
    expectRefused(answer, [405], ['invalid_request']);
    expect(answer.headers.allow).toBe('POST');
  });

  it('T25 has its parameters in the address', async () => {
    const path = `${TOKEN}?${raw}`;
    expectRefused(await post(cloud.port, path, ''), [400, 401], ['invalid_request', 'invalid_client']);
  });

  it.each<[string, string, string[]]>([
    ['T26 JSON', JSON.stringify(GRANT), ['Content-Type: application/json']],
    ['T27 multipart', '--x\r\n\r\n--x--', ['Content-Type: multipart/form-data; boundary=x']],
    ['T28 text', raw, ['Content-Type: text/plain']],
    ['T30 nothing', '', []],
    ['T33 UTF-7', raw, [`Content-Type: ${FORM_TYPE}; charset=utf-7`]],
    ['T34 gzip that is none', 'garbage', ['Content-Encoding: gzip']],
    ['T32 2000 parameters', Array.from({ length: 2000 }, (_, n) => `p${n}=1`).join('&'), []],
    ['T31 200 KB', 'x'.repeat(200_000), []],
  ])('%s is its body', async (_line, body, headers) => {
    expectRefused(await ask(body, ...headers), [400, 413, 415], ['invalid_request']);
  });

  it('T29 has no Content-Type', async () => {
    const answer = await send(cloud.port, { method: 'POST', path: TOKEN, body: raw });
    expectRefused(answer, [400, 415], ['invalid_request']);
  });

  it('T44 has two lengths', async () => {
    const head = `POST ${TOKEN} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`;
    const answer = parseAnswer(await sendBytes(cloud.port, Buffer.from(head)));
    expect(answer.status).toBe(400);
    expect(answer.headers.connection).toBe('close');
  });

  it('T45 has headers over 16 KB', async () => {
    expect((await ask(GRANT, `X-Long: ${'x'.repeat(17_000)}`)).status).toBe(431);
  });
});

describe('the whole server', () => {
  it.each(['/unknown', '/oauth2', '/oauth2/unknown', '/oauth2/access_token/'])(
    'G01 has nothing at %s',
    async (path) => {
      const answer = await send(cloud.port, { path });
      expect(answer.status).toBe(404);
      expect(answer.text).not.toMatch(/node_modules|\bat .+\.[jt]s/);
    },
  );

  it.each(['/%00', '/%2e%2e/%2e%2e/etc/passwd', '/%', '/%zz', '/a%00b/settings/%7B%7D', '/x/settings/%zz', '/%ff'])(
    'G02 does not fall over %s',
    async (path) => {
      const answer = await send(cloud.port, { path });
      expect([400, 401, 404]).toContain(answer.status);
    },
  );

  it('G03 still works after all that', async () => {
    expect((await ask(GRANT)).status).toBe(200);
  });
});
