import { beforeAll, describe, expect, test } from 'vitest';
import { importRecords, makeCloud, type Cloud } from '../support/make-cloud.ts';
import { makeSecret } from '../support/secrets.ts';
import { openSite, signInTo } from '../support/site-client.ts';

const ada = { email: 'ada@example.org', password: makeSecret('account password') };
let cloud: Cloud;

beforeAll(async () => {
  cloud = await makeCloud();
  await importRecords(cloud.dataDir, JSON.stringify({ kind: 'account', name: 'Ada', ...ada }));
});

const wrong = { ...ada, password: 'not the password' };

describe('signing in', () => {
  test('gives a new session and leads to where the person was going, byte for byte (W02, Z01)', async () => {
    const site = openSite(cloud.url);
    const asked = `/help?state=${encodeURIComponent('ключ 鍵 🔑')}&x=%7e&y=${'z'.repeat(2048)}`;
    const page = await site.get(`/sign-in?return_to=${encodeURIComponent(asked)}`);
    const before = site.cookies.get('gpii_session');
    const there = await site.send(page, '/sign-in', ada);
    expect([there.status, there.path, there.heading]).toEqual([200, asked, 'Help']);
    expect(site.cookies.get('gpii_session')).not.toBe(before);
    expect(there.text).toContain('Sign out');
  });

  test.each(['//evil.example', '/\\evil.example', 'https:evil.example', 'javascript:alert(1)', '/%0d%0a\r\nX: 1'])(
    'stays on the site when it is told to return to %j (W06)',
    async (target) => {
      const site = openSite(cloud.url);
      const page = await site.get('/sign-in');
      site.isFollowing = false;
      const answer = await site.send(page, '/sign-in', { ...ada, return_to: target });
      expect([answer.status, answer.headers.location]).toEqual([303, '/credentials']);
    },
  );

  test('refuses a wrong password and an unknown address in the same words, and keeps the address (W03)', async () => {
    const site = openSite(cloud.url);
    const refused = await signInTo(site, wrong);
    const unknown = await signInTo(openSite(cloud.url), { ...wrong, email: 'eve@example.org' });
    expect([refused.status, unknown.status]).toEqual([401, 401]);
    expect(refused.text).toContain('There is a problem');
    expect(refused.fieldsOf('/sign-in')).toMatchObject({ email: ada.email, password: '' });
    const words = (page: { text: string }): string => page.text.replace(/value="[^"]*"/g, '');
    expect(words(refused)).toBe(words(unknown));
  });

  test('takes no form without its token, from another site, or under another cookie (W04, W05)', async () => {
    const site = openSite(cloud.url);
    const page = await site.get('/sign-in');
    const fields = { ...page.fieldsOf('/sign-in'), ...ada };
    const other = openSite(cloud.url);
    await other.get('/sign-in');
    const answers = [
      await site.post('/sign-in', { ...fields, form_token: '' }),
      await site.post('/sign-in', fields, { 'Sec-Fetch-Site': 'cross-site' }),
      await site.post('/sign-in', fields, { Origin: 'https://evil.example' }),
      await other.post('/sign-in', fields),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect((await site.post('/sign-in', fields)).status).not.toBe(403);
  });
});

describe('signing out', () => {
  test('ends the session on the server, and only by POST (W07, W08)', async () => {
    const site = openSite(cloud.url);
    await signInTo(site, ada);
    const cookie = site.cookies.get('gpii_session') ?? '';
    expect((await site.get('/sign-out')).status).toBe(405);
    const help = await site.get('/help');
    expect(help.text).toContain('Sign out');
    await site.send(help, '/sign-out', {});
    expect(site.cookies.get('gpii_session')).not.toBe(cookie);
    const again = openSite(cloud.url);
    again.cookies.set('gpii_session', cookie);
    expect((await again.get('/help')).text).not.toContain('Sign out');
  });
});
