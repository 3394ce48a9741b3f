import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { call } from '../support/call.ts';
import { create, createId, eve, inputOf, makeCloudOfAda, saveFile, tryClient } from '../support/credential-pages.ts';
import { importRecords, type Cloud } from '../support/make-cloud.ts';
import { keepSecret, makeSecret } from '../support/secrets.ts';
import { openSite, signInTo, type SiteClient } from '../support/site-client.ts';

const installed = { type: 'installed', name: 'Bakersfield AJC – PC1' };
let cloud: Cloud;
let site: SiteClient;

beforeAll(async () => {
  ({ cloud, site } = await makeCloudOfAda());
});

describe('creating a credential', () => {
  test('shows its secret once, with the very file of it, which works (W09)', async () => {
    const page = await create(site, installed);
    expect([page.status, page.heading]).toEqual([200, 'Save this credential now']);
    expect(page.headers['cache-control']).toBe('no-store');
    const [clientId, secret] = [inputOf(page, 'client-id'), inputOf(page, 'client-secret')];
    const file = await saveFile(site, page);
    expect(file.name).toBe('gpii-Bakersfield AJC – PC1.json');
    expect(JSON.parse(file.text)).toEqual({
      installed: {
        client_id: clientId,
        client_secret: secret,
        name: installed.name,
        token_uri: `${cloud.url}/oauth2/access_token`,
      },
    });
    expect(await tryClient(cloud, clientId, secret)).toBe('invalid_grant');
    for (const path of ['/credentials', `/credentials/${clientId}`, '/history']) {
      expect((await site.get(path)).text).not.toContain(secret);
    }
  });

  test('of a web application puts its addresses into the file (W10)', async () => {
    const addresses = {
      origins: 'https://idrc.example\r\n',
      redirectUris: 'https://idrc.example/cb\n\nhttp://localhost:3000/',
    };
    const page = await create(site, { type: 'web', name: 'IDRC', ...addresses });
    expect((JSON.parse((await saveFile(site, page)).text) as { installed: object }).installed).toMatchObject({
      auth_uri: `${cloud.url}/oauth2/authorize`,
      origins: ['https://idrc.example'],
      redirect_uris: ['https://idrc.example/cb', 'http://localhost:3000/'],
    });
  });

  test('of a web application that cannot keep a secret gives none, and no download', async () => {
    const page = await create(site, {
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
    const page = await create(site, { type: 'web', name: 'Web', redirectUris: `https://good.example/\n${uri}` });
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
    const page = await create(site, fields);
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
    const page = await create(site, { type: 'installed', name });
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
    const clientId = await createId(site, 'Reading room of Delano');
    await createId(site, 'Reading room of Shafter');
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
    const clientId = await createId(site, 'Ada’s own');
    const other = openSite(cloud.url);
    const list = await signInTo(other, eve);
    expect(list.text).not.toContain('Ada’s own');
    const token = list.fieldsOf('/sign-out');
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
    const page = await create(site, { type: 'web', name: 'Before', redirectUris: 'https://a.example/' });
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
    const clientId = await createId(site, 'First');
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
    const page = await create(site, installed);
    const clientId = inputOf(page, 'client-id');
    const answer = await site.post(`/credentials/${clientId}/download`, page.fieldsOf('/sign-out'));
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    const { client_secret: secret } = (JSON.parse(answer.text) as { installed: { client_secret: string } }).installed;
    keepSecret('client secret', secret);
    expect(secret).not.toBe(inputOf(page, 'client-secret'));
    expect(
      await Promise.all([
        tryClient(cloud, clientId, secret),
        tryClient(cloud, clientId, inputOf(page, 'client-secret')),
      ]),
    ).toEqual(['invalid_grant', 'invalid_grant']);
    const detail = await site.get(`/credentials/${clientId}`);
    expect(detail.text).toMatch(/Downloaded \d+ \w+ 20\d\d/);
    expect(detail.text).not.toContain(createHash('sha256').update(secret).digest('hex'));
    expect((await site.get(`/credentials/${clientId}/download`)).status).toBe(405);
  });

  test('one can be replaced with an overlap, and ended alone', async () => {
    const page = await create(site, installed);
    const clientId = inputOf(page, 'client-id');
    const at = `/credentials/${clientId}`;
    const secretId = /replaces=([0-9a-f]{16})/.exec((await site.get(at)).text)?.[1] ?? '';
    const form = await site.get(`${at}/secrets?replaces=${secretId}`);
    const wrong = await site.send(form, `${at}/secrets`, { overlapHours: '200' });
    expect([wrong.status, wrong.text.includes('from 0 to 168')]).toEqual([422, true]);
    const rotated = await site.send(wrong, `${at}/secrets`, { overlapHours: '1', label: 'PC 1 again' });
    const fresh = keepSecret('client secret', inputOf(rotated, 'client-secret'));
    expect(rotated.text).toContain('goes on working until');
    expect(await tryClient(cloud, clientId, fresh)).toBe('invalid_grant');
    const again = await site.send(wrong, `${at}/secrets`, { overlapHours: '1', label: 'PC 1 again' });
    expect([again.status, again.text.includes('client-secret')]).toEqual([409, false]);
    const endAt = `${at}/secrets/${secretId}/end`;
    const ended = await site.send(await site.get(endAt), endAt, {});
    expect([ended.path, ended.text.includes('The secret has ended.')]).toEqual([`${at}?done=ended`, true]);
    expect(await tryClient(cloud, clientId, inputOf(page, 'client-secret'))).toBe('invalid_client');
    expect(await tryClient(cloud, clientId, fresh)).toBe('invalid_grant');
  });
});
