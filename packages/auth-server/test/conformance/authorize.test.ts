import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type CloudProcess } from '../support/cloud-process.ts';
import { encode, post, type Form } from '../support/oauth-calls.ts';
import { ASK, AUTHORIZE, createPerson, returned, S256, type Person } from '../support/person.ts';
import { send, type RawAnswer } from '../support/raw-http.ts';
import { CLIENTS, OTHER_REDIRECT_URI, PERSON, REDIRECT_URI } from '../support/records.ts';

// The server is a process of its own, and shares two cores with other work.
let cloud: CloudProcess;
let person: Person;
beforeAll(async () => {
  cloud = await startCloud();
  person = createPerson(cloud.port);
});
afterAll(() => cloud.stop());

/** Asks without being signed in: what is wrong has to show before anybody signs in. */
function ask(query: Form): Promise<RawAnswer> {
  return send(cloud.port, { path: `${AUTHORIZE}?${encode(query)}` });
}

function expectPage(answer: RawAnswer): void {
  expect(answer.status).toBe(400);
  expect(answer.headers.location).toBeUndefined();
  expect(answer.headers['content-type']).toMatch(/^text\/html/);
}

function expectReturned(answer: RawAnswer, error: string): void {
  expect(answer.status).toBe(303);
  expect(answer.headers.location?.startsWith(`${REDIRECT_URI}?`)).toBe(true);
  expect(Object.fromEntries(returned(answer))).toMatchObject({ error, state: 'the-state', iss: cloud.url });
}

const without = (name: keyof typeof ASK): Form => Object.entries(ASK).filter(([each]) => each !== name);
const with_ = (...more: [string, string][]): Form => [...Object.entries(ASK), ...more];

describe('a request that cannot be trusted', () => {
  it('A01 of an unknown client goes nowhere', async () => {
    expectPage(await ask({ ...ASK, client_id: 'unknown' }));
  });

  it('A02 without client_id goes nowhere', async () => {
    expectPage(await ask(without('client_id')));
  });

  it('A03 to an unregistered address goes nowhere', async () => {
    expectPage(await ask({ ...ASK, redirect_uri: 'https://evil.example/callback' }));
  });

  it.each([
    `${REDIRECT_URI}/`,
    `${REDIRECT_URI}/more`,
    REDIRECT_URI.slice(0, -1),
    `${REDIRECT_URI}?x=1`,
    `${REDIRECT_URI}#x`,
    REDIRECT_URI.toUpperCase(),
    'https://reading.example:444/callback',
    'https://reading.example@evil.example/callback',
    'http://reading.example/callback',
    'https://reading.example/x/../callback',
  ])('A04 to %s goes nowhere', async (redirect_uri) => {
    expectPage(await ask({ ...ASK, redirect_uri }));
  });

  it('A05 A06 with two addresses or two clients goes nowhere', async () => {
    expectPage(await ask(with_(['redirect_uri', 'https://evil.example/'])));
    expectPage(await ask(with_(['client_id', CLIENTS.otherWeb.id])));
  });

  it('G-U3 to an unregistered address shows both, marks where they begin to differ, and links to neither', async () => {
    const wanted = `https://reading.example/callbacks/<b>${'long'.repeat(500)}`;
    const { text } = await ask({ ...ASK, redirect_uri: wanted });
    expect(text).toContain('<code>https://reading.example/callback<mark>s</mark>/&lt;b>long');
    expect(text).toContain('<code>https://reading.example/callback<mark></mark></code>');
    expect(text).toContain('at character 33: requested is “s”, registered is the end of the address');
    expect(text).not.toMatch(/<b>|(href|action)="[^"]*reading\.example/);
  });

  it('A15 A16 is answered by a page with nothing of the request and nothing of the server on it', async () => {
    const answer = await ask({ ...ASK, client_id: '<script>alert(1)</script>' });
    expectPage(answer);
    expect(answer.text).not.toMatch(/alert|<script>/);
    expect(answer.text).not.toMatch(/\bat .+\.[jt]s|node_modules|\/packages\//);
    expectPage(await send(cloud.port, { path: `${AUTHORIZE}?client_id=%zz` }));
  });

  it('A18 A19 of a native app may have any port on its loopback address, and nothing else', async () => {
    const native = { ...ASK, ...S256, client_id: CLIENTS.native.id };
    for (const redirect_uri of ['http://127.0.0.1:54321/callback', 'http://[::1]:54321/callback']) {
      expect((await ask({ ...native, redirect_uri })).status).toBe(200);
    }
    for (const redirect_uri of [
      'http://localhost:54321/callback',
      'http://127.0.0.1:54321/other',
      'http://127.0.0.1:54321@evil.example/callback',
      'http://127.0.0.1:70000/callback',
      'https://127.0.0.1:54321/callback',
    ]) {
      expectPage(await ask({ ...native, redirect_uri }));
    }
  });
});

describe('a request that is wrong', () => {
  it.each<[string, Form, string]>([
    ['A07 a second scope', with_(['scope', 'preferences'], ['scope', 'preferences']), 'invalid_request'],
    ['A08 A12 no response_type', without('response_type'), 'invalid_request'],
    ['A09 a bogus response_type', { ...ASK, response_type: 'bogus' }, 'unsupported_response_type'],
    ['A10 the implicit grant', { ...ASK, response_type: 'token' }, 'unsupported_response_type'],
    ['A11 an unknown scope', { ...ASK, scope: 'everything' }, 'invalid_scope'],
    ['P06 the method plain', { ...ASK, ...S256, code_challenge_method: 'plain' }, 'invalid_request'],
    ['P06 no method, which means plain', { ...ASK, code_challenge: S256.code_challenge }, 'invalid_request'],
    ['P07 a malformed challenge', { ...ASK, ...S256, code_challenge: 'short' }, 'invalid_request'],
  ])('%s is told to the client, with state and iss', async (_line, query, error) => {
    expectReturned(await ask(query), error);
  });

  it('A07 with two states is told to the client without one', async () => {
    const answer = await ask(with_(['state', 'other']));
    expect(returned(answer).get('error')).toBe('invalid_request');
    expect(returned(answer).has('state')).toBe(false);
  });

  it('A20 of a native app without PKCE is told to it', async () => {
    const redirect_uri = 'http://127.0.0.1:54321/callback';
    const answer = await ask({ ...ASK, client_id: CLIENTS.native.id, redirect_uri });
    expect(answer.headers.location?.startsWith(`${redirect_uri}?`)).toBe(true);
    expect(returned(answer).get('error')).toBe('invalid_request');
  });

  it('A21 has another method', async () => {
    const answer = await send(cloud.port, { method: 'DELETE', path: `${AUTHORIZE}?${encode(ASK)}` });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toContain('GET');
  });
});

describe('the pages', () => {
  it('A13 A14 fit in no frame, run no script but ours, tell no referrer, stay in no cache', async () => {
    const pages = [await ask(ASK), await ask({ ...ASK, client_id: 'unknown' })];
    for (const { headers } of pages) {
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("script-src 'self';");
      expect(headers['content-security-policy']).not.toContain('unsafe-inline');
      expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
    }
    expect(pages[0]?.headers['set-cookie']).toMatch(/^gpii_session=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(pages[0]?.text).toContain('Reading &lt;b>site&lt;/b>');
  });

  it.each(['%0d%0aSet-Cookie:%20a=b', '%F0%9F%94%91%D9%84', 'a+b%2Bc%26d', 'x'.repeat(2048), '%ff%fe'])(
    'A17 return the state %s byte for byte',
    async (state) => {
      const query = `${encode(without('state'))}&state=${state}`;
      expect((await ask(`${query}&scope=unknown`)).headers.location?.endsWith(`&state=${state}`)).toBe(true);
      const answer = await person.allow(query);
      expect(answer.headers.location?.endsWith(`&state=${state}`)).toBe(true);
      expect(answer.headers['set-cookie'] ?? '').not.toContain('a=b');
    },
  );

  it('are in the language that the person reads, and load files that are there', async () => {
    const answer = await send(cloud.port, { path: `${AUTHORIZE}?${encode(ASK)}`, headers: ['Accept-Language: fr-CA'] });
    expect(answer.text).toContain('<html lang="fr"');
    expect(answer.text).toContain('Adresse de courriel');
    for (const [, path = ''] of answer.text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)) {
      const { status, text } = await send(cloud.port, { path });
      expect(status).toBe(200);
      for (const [, name = ''] of text.matchAll(/url\(["']([^"')]+)["']\)/g)) {
        expect((await send(cloud.port, { path: `/assets/${name}` })).status).toBe(200);
      }
    }
  });

  it('keep the query of a registered address', async () => {
    const { location } = (await person.allow({ ...ASK, redirect_uri: OTHER_REDIRECT_URI })).headers;
    expect(location?.startsWith(`${OTHER_REDIRECT_URI}&code=`)).toBe(true);
  });

  it('take the code back by 303 with an empty body, and remember the consent', async () => {
    const another = createPerson(cloud.port);
    const query = { ...ASK, client_id: CLIENTS.otherWeb.id, redirect_uri: 'https://other.example/callback' };
    const answer = await another.allow(query);
    expect(answer).toMatchObject({ status: 303, text: '' });
    expect(returned(answer).get('iss')).toBe(cloud.url);
    expect(returned(await another.open(query)).get('code')).toMatch(/^gpii_ac_[0-9a-z]+_[A-Za-z0-9_-]{43}$/);
  });

  it('ask again for a native app, which any program can claim to be', async () => {
    const query = { ...ASK, ...S256, client_id: CLIENTS.native.id, redirect_uri: 'http://127.0.0.1:54321/callback' };
    expect((await person.allow(query)).status).toBe(303);
    expect((await person.open(query)).status).toBe(200);
  });

  it('tell the client when the person does not want to', async () => {
    const query = { ...ASK, ...S256, client_id: CLIENTS.native.id, redirect_uri: 'http://127.0.0.1:54321/callback' };
    await person.allow(query);
    const answer = await person.submit(await person.open(query), { decision: 'deny' });
    expect(Object.fromEntries(returned(answer))).toMatchObject({ error: 'access_denied', state: 'the-state' });
  });

  it('never give a code for HEAD', async () => {
    await person.allow(ASK);
    expect(returned(await person.open(ASK)).has('code')).toBe(true);
    const answer = await person.head(ASK);
    expect(answer.status).toBe(200);
    expect(answer.headers.location).toBeUndefined();
  });

  it('say the same for a wrong password and an unknown address, and sign nobody in', async () => {
    const page = await ask(ASK);
    const headers = [`Cookie: ${page.headers['set-cookie']?.split(';')[0] ?? ''}`];
    const form_token = /name="form_token" value="([^"]*)"/.exec(page.text)?.[1] ?? '';
    const path = `${AUTHORIZE}?${encode(ASK)}`;
    const wrong = await post(cloud.port, path, { form_token, email: PERSON.email, password: 'wrong' }, headers);
    const unknown = await post(cloud.port, path, { form_token, email: 'no@lib.example', password: 'wrong' }, headers);
    expect([wrong.status, wrong.text]).toEqual([unknown.status, unknown.text]);
    expect(wrong.status).toBe(401);
    expect(wrong.headers['set-cookie']).toBeUndefined();
  });

  it('take no form that another site or another browser sends', async () => {
    const page = await ask(ASK);
    const cookie = `Cookie: ${page.headers['set-cookie']?.split(';')[0] ?? ''}`;
    const form_token = /name="form_token" value="([^"]*)"/.exec(page.text)?.[1] ?? '';
    const { email, password } = PERSON;
    const path = `${AUTHORIZE}?${encode(ASK)}`;
    const tries: [Form, string[]][] = [
      [{ email, password }, [cookie]],
      [{ email, password, form_token: `${form_token}x` }, [cookie]],
      [{ email, password, form_token }, []],
      [{ email, password, form_token }, [cookie, 'Sec-Fetch-Site: cross-site']],
      [{ email, password, form_token }, [cookie, 'Origin: https://evil.example']],
    ];
    for (const [form, headers] of tries) {
      const answer = await post(cloud.port, path, form, headers);
      expect(answer.status).toBe(403);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect((await post(cloud.port, path, { email, password, form_token }, [cookie])).status).toBe(303);
  });
});
