import { beforeAll, describe, expect, test } from 'vitest';
import { call, type Answer } from '../support/call.ts';
import { askForToken } from '../support/cloud-calls.ts';
import { importRecords, makeCloud, type Cloud } from '../support/make-cloud.ts';
import { keepSecret, makeSecret } from '../support/secrets.ts';
import { openSite, signInTo, type SiteClient, type SitePage } from '../support/site-client.ts';

const ada = { email: 'ada@example.org', password: makeSecret('account password') };
const bob = { email: 'bob@example.org', password: makeSecret('account password') };
const credential = { kind: 'clientCredential', type: 'installed', secrets: [] };
const LIST = '/enrolment-keys';
let cloud: Cloud;
let site: SiteClient;
let bobs: SiteClient;

beforeAll(async () => {
  cloud = await makeCloud();
  const records = [
    { kind: 'account', name: 'Ada', ...ada },
    { kind: 'account', name: 'Bob', ...bob },
    { ...credential, clientId: 'reading-room', name: 'Reading room', owner: ada.email },
    { ...credential, clientId: 'of-bob', name: 'Of Bob', owner: bob.email },
  ];
  await importRecords(cloud.dataDir, records.map((record) => JSON.stringify(record)).join('\n'));
  [site, bobs] = [openSite(cloud.url), openSite(cloud.url)];
  await signInTo(site, ada);
  await signInTo(bobs, bob);
});

async function make(fields: Record<string, string> = {}): Promise<{ page: SitePage; sent: Record<string, string> }> {
  const form = await site.get(`${LIST}/new`);
  const sent = { ...form.fieldsOf(LIST), label: 'Spring image', uses: '2', ...fields };
  return { page: await site.post(LIST, sent), sent };
}

const keyOn = ({ text }: SitePage): string => keepSecret('enrolment key', /gpii_ek_[\w-]{43}/.exec(text)?.[0] ?? '');

function enrol(enrolmentKey: string, label: string): Promise<Answer> {
  const body = { enrolment_key: enrolmentKey, machine_id: label, label };
  return call(cloud.url, { path: '/client-credentials/enrol', body });
}

/** The page of the newest key. */
async function openNewest(): Promise<SitePage> {
  const path = /href="(\/enrolment-keys\/[0-9a-f]{16})"/.exec((await site.get(LIST)).text)?.[1] ?? '';
  return site.get(path);
}

describe('an enrolment key', () => {
  test('is shown once, enrols computers, and shows which', async () => {
    const { page, sent } = await make({ label: 'Image <1>' });
    expect([page.status, page.heading, page.headers['cache-control']]).toEqual([200, 'Your enrolment key', 'no-store']);
    const key = keyOn(page);
    const again = await site.post(LIST, sent);
    expect([again.status, again.heading]).toEqual([409, 'This was done already']);
    const list = await site.get(LIST);
    expect(list.text.match(/Image &lt;1>/g)).toHaveLength(1);
    expect(list.text).toContain('2 of 2');

    const enrolled = await enrol(key, 'LIB-PC-07');
    const { client_id: clientId, client_secret } = (enrolled.json as { installed: Record<string, string> }).installed;
    const client = { clientId: clientId ?? '', clientSecret: keepSecret('client secret', client_secret ?? '') };
    expect((await askForToken(cloud.url, client, cloud.people.alice)).status).toBe(200);
    const one = await openNewest();
    expect(one.text).toContain('LIB-PC-07');
    expect(one.text).toContain('1 of 2');
    expect(one.text).not.toContain(key);
  });

  test('is made once, however often the form is sent at the same time', async () => {
    const form = await site.get(`${LIST}/new`);
    const sent = { ...form.fieldsOf(LIST), label: 'Made once', uses: '1' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => site.post(LIST, sent)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(409)]);
    answers.filter(({ status }) => status === 200).forEach(keyOn);
    expect((await site.get(LIST)).text.match(/Made once/g)).toHaveLength(1);
  });

  test('is ended by its owner: who has enrolled stays, nobody else comes', async () => {
    const key = keyOn((await make({ label: 'Ended', uses: '5' })).page);
    const first = await enrol(key, 'LIB-PC-20');
    const secret = (first.json as { installed: { client_id: string; client_secret: string } }).installed;
    const end = await site.get(`${(await openNewest()).path}/end`);
    expect(end.text).toContain('4 more computers could enrol');
    expect(end.text).toContain('stay connected: 1');
    const done = await site.send(end, end.path, { reason: 'image replaced' });
    expect([done.path, done.text]).toEqual([`${LIST}?done=ended`, expect.stringContaining('role="status"')]);
    expect((await enrol(key, 'LIB-PC-21')).status).toBe(400);
    const client = { clientId: secret.client_id, clientSecret: keepSecret('client secret', secret.client_secret) };
    expect((await askForToken(cloud.url, client, cloud.people.alice)).status).toBe(200);
  });

  test('of somebody else is not there (W12)', async () => {
    keyOn((await make({ label: 'Private' })).page);
    const { path } = await openNewest();
    const { form_token = '' } = (await bobs.get(`${LIST}/new`)).fieldsOf(LIST);
    const answers = [
      await bobs.get(path),
      await bobs.get(`${path}/end`),
      await bobs.post(`${path}/end`, { form_token }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect((await bobs.get(LIST)).text).not.toContain('Private');
    expect((await make({ credential: 'of-bob' })).page.status).toBe(404);
    expect((await site.get(path)).text).toContain('Good');
  });
});

describe('the form of an enrolment key', () => {
  const wrong: readonly (readonly [Record<string, string>, string])[] = [
    [{ credential: '' }, 'Choose the credential'],
    [{ label: ' ' }, 'Enter a name for the key.'],
    [{ label: 'x'.repeat(201) }, 'at most 200 characters'],
    ...['', '0', '-1', '1.5', '10001', '1e3', 'NaN'].map((uses) => [{ uses }, 'from 1 to 10000'] as const),
    ...['', 'soon', '2020-01-01', '2026-13-45', '9999-12-31'].map((ends) => [{ ends }, 'Enter a day'] as const),
  ];
  test.each(wrong)('with %j says what is wrong, keeps the rest, and can be sent again', async (fields, words) => {
    const { page } = await make(fields);
    expect(page.status).toBe(422);
    expect(page.text).toContain(words);
    const right = { credential: 'reading-room', label: 'Put right', uses: '1', ends: tomorrow() };
    const sent = await site.send(page, LIST, right);
    expect(sent.status).toBe(200);
    keyOn(sent);
  });
});

const tomorrow = (): string => new Date(Date.now() + 24 * 3_600_000).toISOString().slice(0, 10);
