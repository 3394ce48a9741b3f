import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { importRecords, makeCloud, type Cloud } from '../support/make-cloud.ts';
import { newestMailTo, readMails } from '../support/mails.ts';
import { makeSecret } from '../support/secrets.ts';
import { openSite, signInTo, type SiteClient, type SitePage } from '../support/site-client.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

let cloud: Cloud;
let mails: string;

beforeAll(async () => {
  mails = join(await makeTemporaryFolder(), 'mails');
  cloud = await makeCloud(['--mail-folder', mails, '--limit-mails-per-address-per-hour', '0']);
});

let people = 0;
/** Somebody whom no cloud knows yet. */
function newcomer(): { name: string; email: string; password: string } {
  const number = ++people;
  return { name: `Newcomer ${number}`, email: `new-${number}@example.org`, password: makeSecret('account password') };
}

/** Somebody with an account. */
async function member(): Promise<{ name: string; email: string; password: string }> {
  const person = newcomer();
  await importRecords(cloud.dataDir, JSON.stringify({ kind: 'account', ...person }));
  return person;
}

async function register(site: SiteClient, fields: Record<string, string>): Promise<SitePage> {
  return site.send(await site.get('/register'), '/register', fields);
}

async function forget(site: SiteClient, email: string): Promise<SitePage> {
  return site.send(await site.get('/forgotten-password'), '/forgotten-password', { email });
}

describe('registering', () => {
  test('creates the account when the link in the mail is confirmed, and signs in', async () => {
    const person = newcomer();
    const site = openSite(cloud.url);
    expect((await register(site, person)).heading).toBe('Look into your mail');
    expect((await signInTo(openSite(cloud.url), person)).status).toBe(401);
    const mail = await newestMailTo(mails, person.email);
    expect([mail.subject, mail.mode]).toEqual(['Create your GPII account', 0o600]);
    const asked = await site.get(mail.link);
    expect(asked.text).toContain(person.email);
    // Following the link creates nothing: programs that look through mails do that.
    expect((await signInTo(openSite(cloud.url), person)).status).toBe(401);
    site.isFollowing = false;
    const created = await site.send(asked, '/register/confirm', {});
    expect([created.status, created.headers.location]).toEqual([303, '/credentials?done=registered']);
    site.isFollowing = true;
    expect((await site.get('/account')).text).toContain(person.email);
    await signInTo(openSite(cloud.url), person);
  });

  test('takes a link once, and no link that nobody was sent', async () => {
    const person = newcomer();
    const [site, other] = [openSite(cloud.url), openSite(cloud.url)];
    await register(site, person);
    const { link } = await newestMailTo(mails, person.email);
    const [mine, others] = [await site.get(link), await other.get(link)];
    site.isFollowing = other.isFollowing = false;
    const answers = await Promise.all([
      site.send(mine, '/register/confirm', {}),
      other.send(others, '/register/confirm', {}),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect((await openSite(cloud.url).get(link)).heading).toBe('The account is there already');
    const unknown = await openSite(cloud.url).get('/register/confirm?token=abc_unknown');
    expect([unknown.status, unknown.heading]).toEqual([410, 'This link does not work any more']);
  });

  test('answers the same for an address that has an account, whose owner gets a mail that says so', async () => {
    const [known, unknown] = [await member(), newcomer()];
    const site = openSite(cloud.url);
    const password = makeSecret('account password');
    const answers = [
      await register(site, { ...unknown, password }),
      await register(site, { ...known, name: 'Somebody Else', password }),
    ];
    expect(answers[0]?.text).toBe(answers[1]?.text);
    const mail = await newestMailTo(mails, known.email);
    expect([mail.subject, mail.link]).toEqual(['You have a GPII account', '']);
    expect((await signInTo(openSite(cloud.url), { ...known, password })).status).toBe(401);
    expect((await signInTo(openSite(cloud.url), known)).status).not.toBe(401);
  });

  test.each([
    ['email', { email: '' }, 'Enter your email address.'],
    ['email', { email: 'nobody at home' }, 'Enter an email address such as name@example.org.'],
    ['email', { email: 'a@b.example Bcc: <c@d.example>' }, 'Enter an email address such as name@example.org.'],
    ['name', { name: '' }, 'Enter your name.'],
    ['name', { name: 'x'.repeat(101) }, 'Enter a name of at most 100 characters.'],
    ['password', { password: 'eleven char' }, 'Enter a password of at least 12 characters.'],
    ['password', { password: 'x'.repeat(201) }, 'Enter a password of at most 200 characters.'],
  ])('says what is wrong with %s, and keeps the rest', async (field, wrong, words) => {
    const person = newcomer();
    const before = (await readMails(mails)).length;
    const answer = await register(openSite(cloud.url), { ...person, ...wrong });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`<a href="#${field}">${words}</a>`);
    expect(answer.fieldsOf('/register')).toMatchObject({ ...person, ...wrong, password: '' });
    expect((await readMails(mails)).length).toBe(before);
  });

  test('writes mail and pages in French for who reads French, with a name in any letters', async () => {
    const person = { ...newcomer(), name: '“Zoë” <b>Ключ</b> 🔑' };
    const site = openSite(cloud.url);
    await site.get('/register?lang=fr');
    expect((await register(site, person)).heading).toBe('Consultez votre courriel');
    const mail = await newestMailTo(mails, person.email);
    expect([mail.subject, mail.text]).toEqual(['Créez votre compte GPII', expect.stringContaining(person.name)]);
    const elsewhere = openSite(cloud.url);
    const asked = await elsewhere.get(mail.link);
    expect(asked.heading).toBe('Créez votre compte');
    await elsewhere.send(asked, '/register/confirm', {});
    expect((await elsewhere.get('/account')).fieldsOf('/account').name).toBe(person.name);
  });
});

describe('a forgotten password', () => {
  test('is replaced once by the mailed link, which ends all sessions', async () => {
    const person = await member();
    const elsewhere = openSite(cloud.url);
    await signInTo(elsewhere, person);
    const site = openSite(cloud.url);
    await forget(site, person.email);
    await forget(site, person.email);
    const [first, second] = (await readMails(mails)).filter(({ to }) => to === person.email);
    const password = makeSecret('account password');
    const page = await site.get(first?.link ?? '');
    expect((await site.send(page, '/new-password', { password: 'short' })).status).toBe(422);
    const saved = await site.send(page, '/new-password', { password });
    expect([saved.path, saved.status]).toEqual(['/account?done=new-password', 200]);
    expect((await elsewhere.get('/account')).heading).toBe('Sign in');
    for (const link of [first?.link, second?.link]) expect((await site.get(link ?? '')).status).toBe(410);
    expect((await signInTo(openSite(cloud.url), person)).status).toBe(401);
    expect((await signInTo(openSite(cloud.url), { ...person, password })).status).not.toBe(401);
  });

  test('is asked for with the same answer where there is no account, and the mail says so', async () => {
    const [known, unknown] = [await member(), newcomer()];
    const answers = [await forget(openSite(cloud.url), known.email), await forget(openSite(cloud.url), unknown.email)];
    expect(answers[0]?.text).toBe(answers[1]?.text);
    const mail = await newestMailTo(mails, unknown.email);
    expect([mail.subject, mail.link]).toEqual(['There is no GPII account with this address', '']);
  });

  test('is not mailed for without end', async () => {
    const person = newcomer();
    const site = openSite(cloud.url);
    for (let asked = 0; asked < 5; asked++) expect((await forget(site, person.email)).status).toBe(200);
    const refused = await forget(site, person.email.toUpperCase());
    expect([refused.status, refused.heading]).toEqual([429, 'Please wait before the next mail']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(3000);
    expect((await readMails(mails)).filter(({ to }) => to === person.email)).toHaveLength(5);
    expect((await forget(site, newcomer().email)).status).toBe(200);
  });
});

describe('the account', () => {
  test('changes the name, and says what is wrong with one', async () => {
    const person = await member();
    const site = openSite(cloud.url);
    await signInTo(site, person);
    const page = await site.get('/account');
    const renamed = await site.send(page, '/account', { name: ' Ada <i> ' });
    expect([renamed.path, renamed.fieldsOf('/account').name]).toEqual(['/account?done=renamed', 'Ada <i>']);
    const refused = await site.send(page, '/account', { name: '' });
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('Enter your name.')]);
  });

  test('changes the password for who knows it, and signs out the other browsers', async () => {
    const person = await member();
    const [site, other] = [openSite(cloud.url), openSite(cloud.url)];
    await signInTo(site, person);
    await signInTo(other, person);
    const password = makeSecret('account password');
    const fields = { current_password: person.password, new_password: password };
    const page = await site.get('/account');
    const wrong = { ...fields, current_password: makeSecret('account password') };
    expect((await site.send(page, '/account/password', wrong)).text).toContain('This is not the current password');
    expect((await site.send(page, '/account/password', { ...fields, new_password: 'x' })).status).toBe(422);
    const changed = await site.send(page, '/account/password', fields);
    expect([changed.status, changed.path]).toEqual([200, '/account?done=password']);
    expect((await other.get('/account')).heading).toBe('Sign in');
    expect((await signInTo(openSite(cloud.url), person)).status).toBe(401);
    expect((await signInTo(openSite(cloud.url), { ...person, password })).status).not.toBe(401);
  });

  test('lists where one is signed in, and ends one or all others; never those of somebody else', async () => {
    const [person, stranger] = [await member(), await member()];
    const [site, second, third, theirs] = [1, 2, 3, 4].map(() => openSite(cloud.url)) as [
      SiteClient,
      SiteClient,
      SiteClient,
      SiteClient,
    ];
    for (const each of [site, second, third]) await signInTo(each, person);
    await signInTo(theirs, stranger);
    const idsOn = (page: SitePage): string[] =>
      [...page.text.matchAll(/name="session" value="([\w-]{43})"/g)].map(([, id = '']) => id);
    await signInTo(openSite(cloud.url), stranger);
    const [foreign = ''] = idsOn(await theirs.get('/account'));
    const page = await site.get('/account');
    const [one = ''] = idsOn(page);
    expect([idsOn(page).length, page.text.includes('This browser')]).toEqual([2, true]);
    expect((await site.send(page, '/account/sessions/end', { session: foreign })).status).toBe(404);
    expect((await site.send(page, '/account/sessions/end', { session: one })).path).toBe('/account?done=ended');
    expect((await third.get('/account')).heading).toBe('Sign in');
    expect((await second.get('/account')).heading).toBe('Account');
    await site.send(page, '/account/sessions/end', { session: 'others' });
    expect((await second.get('/account')).heading).toBe('Sign in');
    expect((await site.get('/account')).heading).toBe('Account');
    expect((await theirs.get('/account')).heading).toBe('Account');
  });

  test('is closed for ever with the password: its credentials are revoked, and its address stays taken', async () => {
    const person = await member();
    const secret = makeSecret('client secret');
    const record = { kind: 'clientCredential', clientId: 'to-close', type: 'installed', name: 'Reading room PC' };
    await importRecords(cloud.dataDir, JSON.stringify({ ...record, owner: person.email, secrets: [{ secret }] }));
    const site = openSite(cloud.url);
    await signInTo(site, person);
    const page = await site.get('/account/close');
    expect(page.text).toContain('Reading room PC');
    expect((await site.send(page, '/account/close', { password: 'not the password' })).status).toBe(422);
    const closed = await site.send(page, '/account/close', { password: person.password });
    expect([closed.heading, closed.text]).toEqual(['Sign in', expect.stringContaining('The account is closed.')]);
    expect((await signInTo(openSite(cloud.url), person)).status).toBe(401);
    const body = new URLSearchParams({ grant_type: 'password', username: cloud.people.alice });
    const asked = await fetch(`${cloud.url}/oauth2/access_token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from(`to-close:${secret}`).toString('base64')}` },
      body,
    });
    expect(await asked.json()).toMatchObject({ error: 'invalid_client', gpii_reason: 'credential_revoked' });
    await register(openSite(cloud.url), { ...person, password: makeSecret('account password') });
    expect((await newestMailTo(mails, person.email)).subject).toBe('Your GPII account is closed');
  });
});
