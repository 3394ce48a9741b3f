import { beforeAll, describe, expect, test } from 'vitest';
import { call, type Answer } from '../support/call.ts';
import { importRecords, makeCloud, tokenRecord, type Cloud } from '../support/make-cloud.ts';
import { keepSecret, makeSecret } from '../support/secrets.ts';
import { openSite, signInTo, type SiteClient, type SitePage } from '../support/site-client.ts';

const ada = { email: 'ada@example.org', password: makeSecret('account password') };
const bob = { email: 'bob@example.org', password: makeSecret('account password') };
const card = makeSecret('GPII token', 'card-');
const app = { id: 'reading-site', secret: makeSecret('client secret'), uri: 'https://reading.example/callback' };
const preferences = { 'http://registry.gpii.net/common/fontSize': 24, 'http://registry.gpii.net/common/volume': 0.5 };
let cloud: Cloud;
let site: SiteClient;
let bobs: SiteClient;

beforeAll(async () => {
  cloud = await makeCloud();
  const records = [
    { kind: 'account', name: 'Ada', ...ada },
    { kind: 'account', name: 'Bob', ...bob },
    tokenRecord(card, preferences),
    {
      kind: 'clientCredential',
      clientId: app.id,
      type: 'web',
      name: 'Reading <b>site</b>',
      owner: 'owner@example.org',
      secrets: [{ secret: app.secret }],
      redirectUris: [app.uri],
    },
  ];
  await importRecords(cloud.dataDir, records.map((record) => JSON.stringify(record)).join('\n'));
  [site, bobs] = [openSite(cloud.url), openSite(cloud.url)];
  await signInTo(site, ada);
  await signInTo(bobs, bob);
});

const AUTHORIZE = `/oauth2/authorize?response_type=code&client_id=${app.id}&state=s`;

async function addCard(by: SiteClient, key_name = 'My card'): Promise<SitePage> {
  return by.send(await by.get('/keys'), '/keys', { gpii_key: ` ${card} `, key_name });
}

/** Allows text and contrast, and gives what the application gets for it. */
async function share(by: SiteClient): Promise<string> {
  const page = await by.get(`${AUTHORIZE}&prompt=consent`);
  const fields = { decision: 'allow', 'group-text-contrast': 'yes' };
  const answer = await by.send(page, page.path, fields);
  const code = keepSecret('one-time code', new URL(String(answer.headers.location)).searchParams.get('code') ?? '');
  const form = { grant_type: 'authorization_code', code, client_id: app.id, client_secret: app.secret };
  const { json } = await call(cloud.url, { path: '/oauth2/access_token', body: new URLSearchParams(form) });
  return String(json.access_token);
}

const read = (bearer: string): Promise<Answer> => call(cloud.url, { path: '/preferences', bearer });
const removePath = ({ text }: SitePage): string => /href="(\/keys\/[0-9a-f]{16}\/remove)"/.exec(text)?.[1] ?? '';

describe('a GPII key', () => {
  test('is added once, by its name, and is shown nowhere', async () => {
    const page = await addCard(site, 'Card in my <wallet>');
    expect([page.path, page.text]).toEqual(['/keys?done=linked', expect.stringContaining('role="status"')]);
    expect(page.text).toContain('Card in my &lt;wallet>');
    expect((await addCard(site)).text.match(/\/remove"/g)).toHaveLength(1);
    expect(page.text).not.toContain(card);
  });

  test.each([
    [{ gpii_key: ' ' }, 'gpii_key', 'Enter your GPII key.'],
    [{ gpii_key: makeSecret('GPII token', 'unknown-') }, 'gpii_key', 'We don’t know this key.'],
    [{ gpii_key: card, key_name: 'x'.repeat(101) }, 'key_name', 'at most 100 characters'],
  ])('that is wrong is said at its field, and does not come back', async (fields, field, words) => {
    const page = await bobs.send(await bobs.get('/keys'), '/keys', fields);
    expect(page.status).toBe(422);
    expect(page.text).toContain(`<a href="#${field}">`);
    expect(page.text).toContain(words);
    expect(page.fieldsOf('/keys').gpii_key).toBe('');
    expect(page.text).toContain('No GPII key belongs to this account yet.');
  });

  test('of somebody else is not there (W12)', async () => {
    await addCard(site);
    const path = removePath(await site.get('/keys'));
    const { form_token = '' } = (await bobs.get('/keys')).fieldsOf('/keys');
    expect((await bobs.get(path)).status).toBe(404);
    expect((await bobs.post(path, { form_token })).status).toBe(404);
    expect(removePath(await site.get('/keys'))).toBe(path);
  });

  test('takes what was shared of it with it when it is removed', async () => {
    await addCard(site);
    const token = await share(site);
    expect((await read(token)).status).toBe(200);
    const page = await site.get(removePath(await site.get('/keys')));
    expect(page.text).toContain('Reading &lt;b>site&lt;/b>: Text and contrast');
    const done = await site.send(page, page.path, {});
    expect([done.path, done.text]).toEqual(['/keys?done=removed', expect.stringContaining('role="status"')]);
    expect((await read(token)).status).toBe(401);
  });
});

describe('what is shared', () => {
  test('is listed in words, in the reader’s language, and taken back at once', async () => {
    await addCard(bobs, 'La carte');
    const token = await share(bobs);
    expect((await read(token)).json).toMatchObject({
      contexts: { 'gpii-default': { preferences: { 'http://registry.gpii.net/common/fontSize': 24 } } },
    });
    const page = await bobs.get('/consent?lang=fr');
    for (const words of ['Reading &lt;b>site&lt;/b>', 'La carte', 'Texte et contraste', 'Cesser le partage']) {
      expect(page.text).toContain(words);
    }
    const { form_token = '' } = page.fieldsOf('/consent');
    expect(
      (await site.post('/consent', { ...(await site.get('/keys')).fieldsOf('/keys'), client: app.id })).status,
    ).toBe(404);
    expect((await bobs.post('/consent', { form_token, client: 'nobody' })).status).toBe(404);
    expect((await read(token)).status).toBe(200);
    const done = await bobs.send(await bobs.get('/consent?lang=en'), '/consent', {});
    expect([done.path, done.text]).toEqual(['/consent?done=stopped', expect.stringContaining('Sharing has ended.')]);
    expect((await read(token)).status).toBe(401);
  });
});
