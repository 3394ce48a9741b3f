import { createHash, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { call, type Answer } from '../support/call.ts';
import { askForToken } from '../support/cloud-calls.ts';
import { importRecords, makeCloud, type Client, type Cloud } from '../support/make-cloud.ts';
import { keepSecret, makeSecret } from '../support/secrets.ts';
import { openSite, signInTo, type SiteClient, type SitePage } from '../support/site-client.ts';

const ada = { email: 'ada@example.org', password: makeSecret('account password') };
const bob = { email: 'bob@example.org', password: makeSecret('account password') };
const credential = { kind: 'clientCredential', type: 'installed', secrets: [] };
let cloud: Cloud;
let site: SiteClient;

beforeAll(async () => {
  cloud = await makeCloud();
  const records = [
    { kind: 'account', name: 'Ada', ...ada },
    { kind: 'account', name: 'Bob', ...bob },
    { ...credential, clientId: 'reading-room', name: 'Reading room <image>', owner: ada.email },
    { ...credential, clientId: 'of-bob', name: 'Of Bob', owner: bob.email },
    { ...credential, clientId: 'gone', name: 'Gone', owner: ada.email, revokedAt: '2026-05-02T09:00:00Z' },
    { ...credential, clientId: 'web-of-ada', type: 'web', name: 'Web', owner: ada.email },
  ];
  await importRecords(cloud.dataDir, records.map((record) => JSON.stringify(record)).join('\n'));
  site = openSite(cloud.url);
  await signInTo(site, ada);
});

/** What GPII Manager keeps, and the address that it opens. */
interface Asked {
  readonly verifier: string;
  readonly challenge: string;
  readonly path: string;
}

/** A state as odd as it may be: it has to come back byte for byte. */
const STATE = `%D0%BA%D0%BB%D1%8E%D1%87%7e+a%2Bb?c/${'x'.repeat(1900)}`;

function makeAsked(more: Readonly<Record<string, string>> = {}): Asked {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const named = {
    port: '54321',
    state: STATE,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    name: 'LIB-PC-07',
  };
  const pairs = Object.entries({ ...named, ...more }).map(([name, value]) => `${name}=${value}`);
  return { verifier, challenge, path: `/connect?${pairs.join('&')}` };
}

/** Fills the first form of the page, and stays where the answer leads away. */
async function decide(page: SitePage, fields: Record<string, string>, by = site): Promise<SitePage> {
  return by.send(page, page.path, { decision: 'connect', ...fields });
}

function returned({ headers: { location } }: SitePage): URLSearchParams {
  const url = new URL(String(location));
  const code = url.searchParams.get('code');
  if (code !== null) keepSecret('one-time code', code);
  return url.searchParams;
}

function exchange(code: string, codeVerifier: string): Promise<Answer> {
  const body = { code, code_verifier: codeVerifier, label: 'LIB-PC-07' };
  return call(cloud.url, { path: '/client-credentials/exchange', body });
}

function toClient({ json }: Answer): Client {
  const { client_id, client_secret } = (json as { installed: { client_id: string; client_secret: string } }).installed;
  return { clientId: client_id, clientSecret: keepSecret('client secret', client_secret) };
}

describe('a computer that asks for a credential', () => {
  test('gets a new one from somebody who signs in on the way, with a code that is good once (O03 to O06, O08)', async () => {
    const { path, verifier } = makeAsked();
    const visitor = openSite(cloud.url);
    const signIn = await visitor.get(path);
    expect(signIn.heading).toBe('Sign in');
    const page = await visitor.send(signIn, '/sign-in', ada);
    expect([page.path, page.heading]).toEqual([path, 'Connect LIB-PC-07']);
    expect(page.text).toContain('port 54321');
    expect(page.text).toContain(ada.email);
    expect(page.headers['content-security-policy']).toContain("form-action 'self' http://127.0.0.1:54321");

    const answer = await decide(page, {}, visitor);
    expect([answer.status, answer.text, answer.headers['cache-control']]).toEqual([303, '', 'no-store']);
    const location = String(answer.headers.location);
    const { code = '', ...rest } = Object.fromEntries(returned(answer));
    expect(location).toBe(
      `http://127.0.0.1:54321/callback?code=${code}&iss=${encodeURIComponent(cloud.url)}&state=${STATE}`,
    );
    expect(Object.keys(rest)).toEqual(['iss', 'state']);

    expect((await call(cloud.url, { path: '/client-credentials/exchange' })).status).toBe(405);
    const got = await exchange(code, verifier);
    expect([got.status, got.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(got.json).toMatchObject({ installed: { name: 'LIB-PC-07' } });
    expect((await askForToken(cloud.url, toClient(got), cloud.people.alice)).status).toBe(200);
    expect((await exchange(code, verifier)).json).toMatchObject({ error: 'invalid_grant' });
  });

  test('gets a secret of its own of a credential that the person has', async () => {
    const { path, verifier } = makeAsked({ name: 'LIB-PC-08' });
    const page = await site.get(path);
    expect(page.text).toContain('Reading room &lt;image>');
    for (const hidden of ['Of Bob', 'Gone', 'web-of-ada']) expect(page.text).not.toContain(hidden);
    const answer = await decide(page, { which: 'existing', existing: 'reading-room' });
    const client = toClient(await exchange(returned(answer).get('code') ?? '', verifier));
    expect(client.clientId).toBe('reading-room');
    expect((await askForToken(cloud.url, client, cloud.people.alice)).status).toBe(200);
    expect((await site.get(makeAsked().path)).text).toContain('(1 secret in use)');
  });

  test('is told when the person declines', async () => {
    const answer = await decide(await site.get(makeAsked().path), { decision: 'decline' });
    const location = `http://127.0.0.1:54321/callback?error=access_denied&iss=${encodeURIComponent(cloud.url)}&state=${STATE}`;
    expect([answer.status, answer.headers.location]).toEqual([303, location]);
  });

  test('loses the code to whoever tries it with another verifier (O05)', async () => {
    const { path, verifier } = makeAsked();
    const code = returned(await decide(await site.get(path), {})).get('code') ?? '';
    expect((await exchange(code, randomBytes(32).toString('base64url'))).status).toBe(400);
    expect((await exchange(code, verifier)).json).toMatchObject({ error: 'invalid_grant' });
  });

  test('gets nothing by HEAD, or without a button of the page (O01, Z02, Z06, G-S4)', async () => {
    const { path } = makeAsked();
    const head = await call(cloud.url, { method: 'HEAD', path, headers: { Cookie: cookieOf(site) } });
    expect([head.status, head.headers.location]).toEqual([200, undefined]);
    const page = await site.get(path);
    const other = openSite(cloud.url);
    await signInTo(other, bob);
    const fields = { ...page.fieldsOf(path), decision: 'connect' };
    const forged = [
      () => site.post(path, { ...fields, form_token: '' }),
      () => site.post(path, fields, { Origin: 'https://evil.example' }),
      () => site.post(path, fields, { 'Sec-Fetch-Site': 'cross-site' }),
      () => other.post(path, fields),
    ];
    for (let round = 0; round < 10; round++) {
      for (const send of forged) {
        const { status, headers } = await send();
        expect([status, headers.location]).toEqual([403, undefined]);
      }
    }
    // Its list of credentials is that of before.
    expect((await site.get(path)).text).toBe(page.text);
  });
});

describe('the choice of a credential', () => {
  test.each([
    [{ name: ' ' }, 'Enter a name for the new credential.'],
    [{ name: 'x'.repeat(201) }, 'Enter a name of at most 200 characters.'],
    [{ which: 'existing', existing: '' }, 'Choose one of your credentials.'],
    [{ which: 'existing', existing: 'gone' }, 'This credential was revoked a moment ago.'],
  ])('says what is wrong with %j, and keeps what was entered', async (fields, words) => {
    const answer = await decide(await site.get(makeAsked().path), fields);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    expect(answer.text).toContain('<title>Error: Connect LIB-PC-07');
  });

  test.each(['of-bob', 'web-of-ada', 'nobody', 'constructor'])('hides %s (W12)', async (existing) => {
    const answer = await decide(await site.get(makeAsked().path), { which: 'existing', existing });
    expect([answer.status, answer.headers.location]).toEqual([404, undefined]);
  });

  test('is looked for where there are many', async () => {
    const owner = { email: 'many@example.org', password: makeSecret('account password') };
    const records = [
      { kind: 'account', ...owner },
      ...Array.from({ length: 40 }, (_each, index) => {
        return {
          ...credential,
          clientId: `many-${index}`,
          name: `Room ${String(index).padStart(2, '0')}`,
          owner: owner.email,
        };
      }),
    ];
    await importRecords(cloud.dataDir, records.map((record) => JSON.stringify(record)).join('\n'));
    const many = openSite(cloud.url);
    await signInTo(many, owner);
    const { path } = makeAsked();
    const page = await many.get(path);
    expect(page.text).toContain('first 25 of 40');
    expect(page.text).not.toContain('Room 39');
    const found = await many.post(path, { ...page.fieldsOf(path), decision: 'find', find: 'room 39' });
    expect(found.status).toBe(200);
    const answer = await decide(found, { existing: 'many-39' }, many);
    expect(returned(answer).get('code')).toMatch(/^gpii_hc_/);
    const none = await many.post(path, { ...page.fieldsOf(path), decision: 'find', find: 'cellar' });
    expect([none.status, none.text]).toEqual([422, expect.stringContaining('None of your credentials has this')]);
  });
});

describe('an address that cannot be meant', () => {
  test.each([
    ['port', '0'],
    ['port', '80'],
    ['port', '1023'],
    ['port', '65536'],
    ['port', '54321@evil.example'],
    ['port', '54321/..'],
    ['port', '54321&port=54322'],
    ['port', ''],
    ['state', ''],
    ['state', 'x'.repeat(2049)],
    ['state', 'a&state=b'],
    ['code_challenge', ''],
    ['code_challenge', 'short'],
    ['code_challenge_method', 'plain'],
    ['name', 'x'.repeat(201)],
  ])('with %s=%s is answered by a page, to nobody in particular (O01, O02)', async (name, value) => {
    const { path } = makeAsked({ [name]: value });
    for (const asked of [await openSite(cloud.url).get(path), await site.get(path)]) {
      expect([asked.status, asked.headers.location]).toEqual([400, undefined]);
      expect(asked.text).toContain('start again there');
      expect(asked.headers['content-security-policy']).not.toContain('127.0.0.1');
    }
  });

  test('shows names as text', async () => {
    const page = await site.get(makeAsked({ name: encodeURIComponent('<img src=x onerror=alert(1)>\u202e"') }).path);
    expect(page.text).not.toContain('<img');
    expect(page.heading).toBe('Connect <img src=x onerror=alert(1)> "');
  });
});

const cookieOf = ({ cookies }: SiteClient): string => [...cookies].map((pair) => pair.join('=')).join('; ');
