import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { call } from '../support/call.ts';
import { importRecords, makeCloud, type Cloud } from '../support/make-cloud.ts';
import { keepSecret, makeSecret } from '../support/secrets.ts';
import { openSite, signInTo, type SiteClient, type SitePage } from '../support/site-client.ts';

const ada = { email: 'ada@lib.example', password: makeSecret('account password') };
const eve = { email: 'eve@other.example', password: makeSecret('account password') };
let cloud: Cloud;
let site: SiteClient;

beforeAll(async () => {
  cloud = await makeCloud();
  const accounts = [ada, eve].map((account) => JSON.stringify({ kind: 'account', name: account.email, ...account }));
  await importRecords(cloud.dataDir, accounts.join('\n'));
  site = openSite(cloud.url);
  await signInTo(site, ada);
});

/** What stands in a read-only input. */
function inputOf(page: SitePage, id: string): string {
  const tag = new RegExp(`<input[^>]*\\bid="${id}"[^>]*>`).exec(page.text)?.[0] ?? '';
  return /\bvalue="([^"]*)"/.exec(tag)?.[1] ?? '';
}

/** The file in the link of the page that shows a fresh secret. */
function fileIn(page: SitePage): { text: string; name: string } {
  const [, name = '', base64 = ''] =
    /<a class="btn" download="([^"]*)" href="data:application\/json;base64,([^"]*)"/.exec(page.text) ?? [];
  return { name, text: Buffer.from(base64, 'base64').toString() };
}

const installed = { type: 'installed', name: 'Bakersfield AJC – PC1' };

async function create(fields: Record<string, string> = installed, by = site): Promise<SitePage> {
  const page = await by.send(await by.get('/credentials/new'), '/credentials/new', fields);
  const secret = inputOf(page, 'client-secret');
  if (secret !== '') keepSecret('client secret', secret);
  return page;
}

async function createId(name: string, by = site): Promise<string> {
  return inputOf(await create({ type: 'installed', name }, by), 'client-id');
}

/** What the token endpoint answers to this client: `invalid_grant` means that the client is right. */
async function tryClient(clientId: string, clientSecret: string): Promise<unknown> {
  const form = { grant_type: 'password', username: 'nobody', client_id: clientId, client_secret: clientSecret };
  const { json } = await call(cloud.url, { path: '/oauth2/access_token', body: new URLSearchParams(form) });
  return (json as { error?: unknown }).error;
}

describe('creating a credential', () => {
  test('shows its secret once, with the very file of it, which works (W09)', async () => {
    const page = await create();
    expect([page.status, page.heading]).toEqual([200, 'Save this credential now']);
    expect(page.headers['cache-control']).toBe('no-store');
    const [clientId, secret] = [inputOf(page, 'client-id'), inputOf(page, 'client-secret')];
    const file = fileIn(page);
    expect(file.name).toBe('gpii-Bakersfield AJC – PC1.json');
    expect(JSON.parse(file.text)).toEqual({
      installed: {
        client_id: clientId,
        client_secret: secret,
        name: installed.name,
        token_uri: `${cloud.url}/oauth2/access_token`,
      },
    });
    expect(await tryClient(clientId, secret)).toBe('invalid_grant');
    for (const path of ['/credentials', `/credentials/${clientId}`, '/history']) {
      expect((await site.get(path)).text).not.toContain(secret);
    }
  });

  test('of a web application puts its addresses into the file (W10)', async () => {
    const addresses = {
      origins: 'https://idrc.example\r\n',
      redirectUris: 'https://idrc.example/cb\n\nhttp://localhost:3000/',
    };
    const page = await create({ type: 'web', name: 'IDRC', ...addresses });
    expect((JSON.parse(fileIn(page).text) as { installed: object }).installed).toMatchObject({
      auth_uri: `${cloud.url}/oauth2/authorize`,
      origins: ['https://idrc.example'],
      redirect_uris: ['https://idrc.example/cb', 'http://localhost:3000/'],
    });
  });

  test('of a web application that cannot keep a secret gives none, and no download', async () => {
    const page = await create({
      type: 'web',
      name: 'In the browser',
      redirectUris: 'https://spa.example/',
      public: 'yes',
    });
    expect([page.status, page.heading]).toEqual([200, 'The credential is ready']);
    expect(page.text).not.toContain('client-secret');
    const path = `/credentials/${inputOf(page, 'client-id')}`;
    expect((await site.get(path)).text).toContain('has no secret');
    const answer = await site.post(`${path}/download`, page.fieldsOf('/sign-out'));
    expect([answer.status, answer.heading]).toEqual([409, 'This credential has no secret']);
  });

  test('happens once however often the form is sent, and shows no secret again', async () => {
    const fields = {
      ...(await site.get('/credentials/new')).fieldsOf('/credentials/new'),
      type: 'installed',
      name: 'Once',
    };
    const pages = await Promise.all([1, 2, 3].map(() => site.post('/credentials/new', fields)));
    pages.push(await site.post('/credentials/new', fields));
    const secrets = pages.map((page) => inputOf(page, 'client-secret')).filter((secret) => secret !== '');
    expect(secrets).toHaveLength(1);
    keepSecret('client secret', secrets[0] ?? '');
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(pages.at(-1)?.text).toContain('Make a new secret');
    expect((await site.get('/credentials?q=Once')).text).toContain('1 of ');
  });

  test.each([
    ['https://a.example/#x', 'must not have a # part'],
    ['https://*.example/', 'has a *'],
    ['javascript:alert(1)', 'must start with https://'],
    ['http://a.example/', 'must start with https://'],
    ['/callback', 'must be a whole address'],
    [`https://a.example/${'x'.repeat(3072)}`, 'is longer than'],
  ])('refuses the redirect address %.30s, and names its line (W13)', async (uri, words) => {
    const page = await create({ type: 'web', name: 'Web', redirectUris: `https://good.example/\n${uri}` });
    expect([page.status, page.text.includes(`Redirect address 2 ${words}`)]).toEqual([422, true]);
    expect(page.text).toContain('<title>Error: ');
    expect(page.fieldsOf('/credentials/new')).toMatchObject({
      name: 'Web',
      redirectUris: `https://good.example/\n${uri}`,
    });
  });

  test.each([
    [{ type: 'installed', name: '  ' }, 'Enter a name'],
    [{ type: 'installed', name: 'x'.repeat(300) }, 'The name is too long'],
    [{ type: 'desktop', name: 'X' }, 'Choose what will use it'],
    [{ type: 'web', name: 'X', redirectUris: '' }, 'Enter at least one redirect address'],
    [
      { type: 'web', name: 'X', redirectUris: 'https://a.example', origins: 'https://a.example/page' },
      'Website address 1 must end',
    ],
  ])('refuses %j', async (fields, words) => {
    const page = await create(fields);
    expect([page.status, page.text.includes(words)]).toEqual([422, true]);
  });

  test('refuses a form of 10 MB', async () => {
    const fields = (await site.get('/credentials/new')).fieldsOf('/credentials/new');
    const answer = await site.post('/credentials/new', { ...fields, ...installed, origins: 'x'.repeat(10_000_000) });
    expect([answer.status, answer.heading]).toEqual([413, 'This form is too large']);
  });
});

describe('a name', () => {
  const names = [
    '<img src=x onerror=alert(1)>',
    `"'); drop`,
    '🔑 Zoë 鍵',
    '../../etc/passwd',
    'a\r\nX-Bad: 1',
    '=1+1',
    '🔑'.repeat(100),
  ];
  test.each(names)('of %j does no harm in pages, file names and files (W11, W20)', async (name) => {
    const page = await create({ type: 'installed', name });
    const clientId = inputOf(page, 'client-id');
    const pages = [page];
    for (const path of ['/credentials', `/credentials/${clientId}`, '/history', `/credentials/revoke?id=${clientId}`]) {
      pages.push(await site.get(path));
    }
    expect(pages.filter(({ text }) => text.includes('<img') || text.includes('\r'))).toEqual([]);
    const answer = await site.post(`/credentials/${clientId}/download`, page.fieldsOf('/sign-out'));
    keepSecret(
      'client secret',
      (JSON.parse(answer.text) as { installed: { client_secret: string } }).installed.client_secret,
    );
    const stored = name.replace('\r\n', ' ');
    expect(JSON.parse(answer.text)).toMatchObject({ installed: { client_id: clientId, name: stored } });
    const disposition = String(answer.headers['content-disposition']);
    expect(disposition).toMatch(/^attachment; filename="[ !#-.0-~]+\.json"; filename\*=UTF-8''[\w.%~!-]+\.json$/);
    expect(Buffer.byteLength(disposition)).toBeLessThan(700);
  });
});

describe('the list', () => {
  test('says what it is for while it is empty', async () => {
    const nobody = openSite(cloud.url);
    const page = await signInTo(nobody, eve);
    expect([page.path, page.text.includes('You have no credentials yet')]).toEqual(['/credentials', true]);
  });

  test('finds by words of the name and by client id, and says how many', async () => {
    const clientId = await createId('Reading room of Delano');
    await createId('Reading room of Shafter');
    const found = await site.get('/credentials?q=delano+ROOM');
    expect(found.text).toContain('1 of ');
    expect(found.text).not.toContain('Shafter');
    expect((await site.get(`/credentials?q=${clientId.slice(0, 14)}`)).text).toContain('Delano');
    expect((await site.get('/credentials?q=nowhere')).text).toContain('No name has these words');
  });

  test('sorts by name and by time, and turns pages', async () => {
    const own = openSite(cloud.url);
    const bob = { email: 'bob@lib.example', password: makeSecret('account password') };
    const records = Array.from({ length: 30 }, (_, n) => ({
      kind: 'clientCredential',
      clientId: `bobs-${n}`,
      type: 'installed',
      name: `PC ${n}`,
      owner: bob.email,
      secrets: [],
    }));
    const lines = [{ kind: 'account', ...bob }, ...records].map((record) => JSON.stringify(record));
    await importRecords(cloud.dataDir, lines.join('\n'));
    await signInTo(own, bob);
    const names = async (path: string): Promise<string[]> =>
      [...(await own.get(path)).text.matchAll(/href="\/credentials\/bobs-\d+">(PC \d+)</g)].map(
        ([, name = '']) => name,
      );
    const first = await names('/credentials?sort=name');
    expect([first.length, first.slice(0, 3), await names('/credentials?sort=name&page=2')]).toEqual([
      25,
      ['PC 0', 'PC 1', 'PC 2'],
      ['PC 25', 'PC 26', 'PC 27', 'PC 28', 'PC 29'],
    ]);
    expect((await names('/credentials?sort=name&order=down'))[0]).toBe('PC 29');
    expect((await own.get('/credentials?page=99')).text).toContain('Showing 26 to 30 of 30.');
  });
});

describe('somebody else’s credential', () => {
  test('is not there, on any address (W12)', async () => {
    const clientId = await createId('Ada’s own');
    const other = openSite(cloud.url);
    const { text, fieldsOf } = await signInTo(other, eve);
    expect(text).not.toContain('Ada’s own');
    const token = fieldsOf('/sign-out');
    const secretId = /replaces=([0-9a-f]{16})/.exec((await site.get(`/credentials/${clientId}`)).text)?.[1] ?? '';
    const at = `/credentials/${clientId}`;
    const got = ['', '/edit', '/secrets', '/history', `/secrets/${secretId}/end`].map((more) => other.get(at + more));
    const sent = ['/edit', '/download', '/secrets', `/secrets/${secretId}/end`].map((more) =>
      other.post(at + more, { ...token, name: 'Mine', label: 'Mine' }),
    );
    const more = [
      other.get(`/credentials/revoke?id=${clientId}`),
      other.post('/credentials/revoke', { ...token, id: clientId }),
      other.post('/history/download', { ...token, id: clientId }),
    ];
    const answers = await Promise.all([...got, ...sent, ...more]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect(answers.filter((answer) => answer.text.includes('Ada’s own'))).toEqual([]);
    expect((await site.get(at)).heading).toBe('Ada’s own');
  });
});

describe('editing', () => {
  test('changes name and addresses, and neither id nor secrets (W13, W14)', async () => {
    const page = await create({ type: 'web', name: 'Before', redirectUris: 'https://a.example/' });
    const [clientId, secret] = [inputOf(page, 'client-id'), inputOf(page, 'client-secret')];
    const action = `/credentials/${clientId}/edit`;
    const form = await site.get(action);
    const wrong = await site.send(form, action, { redirectUris: 'http://a.example/' });
    expect([wrong.status, wrong.text.includes('Redirect address 1 must start with https://')]).toEqual([422, true]);
    const changes = {
      name: 'After',
      redirectUris: 'https://b.example/',
      clientId: 'mine',
      type: 'installed',
      secret: 'x',
    };
    const saved = await site.send(wrong, action, changes);
    expect([saved.status, saved.path, saved.heading]).toEqual([200, `/credentials/${clientId}?done=saved`, 'After']);
    expect(saved.text).toContain('https://b.example/');
    expect(saved.text).toContain('Web application');
    const form2 = { grant_type: 'authorization_code', code: 'x', client_id: clientId, client_secret: secret };
    const { json } = await call(cloud.url, { path: '/oauth2/access_token', body: new URLSearchParams(form2) });
    expect(json).toMatchObject({ error: 'invalid_grant' });
  });

  test('of what was changed meanwhile shows both versions, and saves mine on demand (W18)', async () => {
    const clientId = await createId('First');
    const action = `/credentials/${clientId}/edit`;
    const stale = await site.get(action);
    await site.send(await site.get(action), action, { name: 'Second' });
    const both = await site.send(stale, action, { name: 'Third' });
    expect([both.status, both.text.includes('Second'), both.text.includes('Third')]).toEqual([409, true, true]);
    expect((await site.get(`/credentials/${clientId}`)).heading).toBe('Second');
    expect((await site.send(both, action, {})).heading).toBe('Third');
  });
});

describe('secrets', () => {
  test('a download mints one more, labelled with its date, and the others go on', async () => {
    const page = await create();
    const clientId = inputOf(page, 'client-id');
    const answer = await site.post(`/credentials/${clientId}/download`, page.fieldsOf('/sign-out'));
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    const { client_secret: secret } = (JSON.parse(answer.text) as { installed: { client_secret: string } }).installed;
    keepSecret('client secret', secret);
    expect(secret).not.toBe(inputOf(page, 'client-secret'));
    expect(
      await Promise.all([tryClient(clientId, secret), tryClient(clientId, inputOf(page, 'client-secret'))]),
    ).toEqual(['invalid_grant', 'invalid_grant']);
    const detail = await site.get(`/credentials/${clientId}`);
    expect(detail.text).toMatch(/Downloaded \d+ \w+ 20\d\d/);
    expect(detail.text).not.toContain(createHash('sha256').update(secret).digest('hex'));
    expect((await site.get(`/credentials/${clientId}/download`)).status).toBe(405);
  });

  test('one can be replaced with an overlap, and ended alone', async () => {
    const page = await create();
    const clientId = inputOf(page, 'client-id');
    const at = `/credentials/${clientId}`;
    const secretId = /replaces=([0-9a-f]{16})/.exec((await site.get(at)).text)?.[1] ?? '';
    const form = await site.get(`${at}/secrets?replaces=${secretId}`);
    const wrong = await site.send(form, `${at}/secrets`, { overlapHours: '200' });
    expect([wrong.status, wrong.text.includes('from 0 to 168')]).toEqual([422, true]);
    const rotated = await site.send(wrong, `${at}/secrets`, { overlapHours: '1', label: 'PC 1 again' });
    const fresh = keepSecret('client secret', inputOf(rotated, 'client-secret'));
    expect(rotated.text).toContain('goes on working until');
    expect(await tryClient(clientId, fresh)).toBe('invalid_grant');
    const again = await site.send(wrong, `${at}/secrets`, { overlapHours: '1', label: 'PC 1 again' });
    expect([again.status, again.text.includes('client-secret')]).toEqual([409, false]);
    const endAt = `${at}/secrets/${secretId}/end`;
    const ended = await site.send(await site.get(endAt), endAt, {});
    expect([ended.path, ended.text.includes('The secret has ended.')]).toEqual([`${at}?done=ended`, true]);
    expect(await tryClient(clientId, inputOf(page, 'client-secret'))).toBe('invalid_client');
    expect(await tryClient(clientId, fresh)).toBe('invalid_grant');
  });
});

describe('revoking', () => {
  test('asks what to revoke when nothing was selected', async () => {
    const page = await site.get('/credentials/revoke');
    expect([page.status, page.text.includes('Select at least one credential')]).toEqual([422, true]);
  });

  test('many says what stops working, then reports on each, and again changes nothing (W15)', async () => {
    const page = await create();
    const [own, gone] = [inputOf(page, 'client-id'), await createId('Gone already')];
    const foreign = cloud.installed.clientId;
    const token = page.fieldsOf('/sign-out');
    await site.post('/credentials/revoke', { ...token, id: gone });
    const asked = await site.get(`/credentials/revoke?id=${own}&id=${foreign}&id=${gone}`);
    expect(asked.heading).toBe('Revoke 1 credential?');
    expect(await tryClient(own, inputOf(page, 'client-secret'))).toBe('invalid_grant');
    const id = [own, foreign, gone];
    const report = await site.post('/credentials/revoke', { ...token, id, reason: 'lost laptop' });
    expect(report.heading).toBe('1 credential revoked');
    expect(report.text).toContain('Revoked now');
    expect(report.text).toContain('Not one of yours');
    expect(report.text).toContain('Was revoked already');
    expect(await tryClient(own, inputOf(page, 'client-secret'))).toBe('invalid_client');
    expect(await tryClient(foreign, cloud.installed.clientSecret)).toBe('invalid_grant');
    expect((await site.post('/credentials/revoke', { ...token, id, reason: 'again' })).heading).toBe(
      'Nothing was revoked',
    );
    expect((await site.get(`/credentials/${own}`)).text).toContain('Reason: lost laptop');
  });

  test('is for ever: listed with time and actor, and nothing of it can be had (W16, W17)', async () => {
    const page = await create({ type: 'installed', name: 'Front desk (old)' });
    const clientId = inputOf(page, 'client-id');
    const token = page.fieldsOf('/sign-out');
    await site.post('/credentials/revoke', { ...token, id: clientId });
    expect((await site.get('/credentials?q=front+desk')).text).toMatch(/Revoked \d+ \w+ 20\d\d/);
    const detail = await site.get(`/credentials/${clientId}`);
    expect(detail.text).toMatch(/Revoked \d+ \w+ 20\d\d at \d\d:\d\d UTC\. By: You\./);
    const at = `/credentials/${clientId}`;
    const answers = [
      await site.post(`${at}/download`, token),
      await site.get(`${at}/edit`),
      await site.post(`${at}/edit`, { ...token, name: 'Back' }),
      await site.post(`${at}/secrets`, { ...token, label: 'Back' }),
    ];
    expect(answers.map(({ status, heading }) => [status, heading])).toEqual(
      answers.map(() => [410, 'This credential was revoked']),
    );
  });
});

describe('who has not entered the password for a while', () => {
  test('sees pages, and needs a session for all of them', async () => {
    const nobody = openSite(cloud.url);
    for (const path of ['/credentials', '/credentials/new', '/history']) {
      const page = await nobody.get(path);
      expect([page.path, page.heading]).toEqual([`/sign-in?return_to=${encodeURIComponent(path)}`, 'Sign in']);
    }
  });
});

/** Follows the links to older events. */
async function lastPageFrom(page: SitePage): Promise<SitePage> {
  const [, older] = /rel="next" href="([^"]*)"/.exec(page.text) ?? [];
  return older === undefined ? page : lastPageFrom(await site.get(older));
}

describe('the history', () => {
  test('tells who did what, where and when, newest first, and the credential’s own part of it', async () => {
    const page = await create({ type: 'installed', name: 'With a history' });
    const clientId = inputOf(page, 'client-id');
    const action = `/credentials/${clientId}/edit`;
    await site.send(await site.get(action), action, { name: 'With more of it' });
    const all = await site.get('/history');
    const own = await site.get(`/credentials/${clientId}/history`);
    for (const { text } of [all, own]) {
      expect(text).toContain('Credential edited: “With more of it”, before: “With a history”');
      expect(text).toMatch(/\d+ \w+ 20\d\d at \d\d:\d\d UTC/);
      expect(text).toMatch(/By: You, from (127\.0\.0\.1|::1|::ffff:127\.0\.0\.1)/);
      expect(text.indexOf('Credential edited')).toBeLessThan(text.indexOf('Credential created'));
    }
    expect(own.text).not.toContain('Signed in');
    const oldest = await lastPageFrom(all);
    expect(oldest.text).toContain('Signed in');
    expect((await site.get(`/credentials/${clientId}/history?after=x`)).text).toContain('Credential created');
  });

  test('groups refusals that follow each other', async () => {
    const own = openSite(cloud.url);
    for (let tries = 0; tries < 3; tries++) await signInTo(own, { ...eve, password: 'not the password' });
    await signInTo(own, eve);
    expect((await own.get('/history')).text).toContain('wrong password, 3 tries');
  });

  test('goes to a spreadsheet, in which no name is a formula', async () => {
    const page = await create({ type: 'installed', name: '=HYPERLINK("https://evil.example","x")' });
    const csv = await site.post('/history/download', page.fieldsOf('/sign-out'));
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(String(csv.headers['content-disposition'])).toContain('gpii-history-');
    const lines = csv.text.split('\r\n');
    expect(lines[0]).toBe('Time,Who,What,Credential,From address,Request');
    expect(csv.text).toContain(`,"'=HYPERLINK(""https://evil.example"",""x"")",`);
    expect(lines.filter((line) => /(^|,)"?=/.test(line))).toEqual([]);
    expect((await site.get('/history/download')).status).toBe(405);
  });
});
