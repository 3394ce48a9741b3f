import { beforeAll, describe, expect, test } from 'vitest';
import { create, createId, eve, inputOf, makeCloudOfAda, tryClient } from '../support/credential-pages.ts';
import type { Cloud } from '../support/make-cloud.ts';
import { openSite, signInTo, type SiteClient, type SitePage } from '../support/site-client.ts';

const installed = { type: 'installed', name: 'Bakersfield AJC – PC1' };
let cloud: Cloud;
let site: SiteClient;

beforeAll(async () => {
  ({ cloud, site } = await makeCloudOfAda());
});

describe('revoking', () => {
  test('asks what to revoke when nothing was selected', async () => {
    await createId(site, 'Nobody ticked it');
    const page = await site.get('/credentials/revoke');
    expect([page.status, page.text.includes('Select at least one credential')]).toEqual([422, true]);
  });

  test('many says what stops working, then reports on each, and again changes nothing (W15)', async () => {
    const page = await create(site, installed);
    const [own, gone] = [inputOf(page, 'client-id'), await createId(site, 'Gone already')];
    const foreign = cloud.installed.clientId;
    const token = page.fieldsOf('/sign-out');
    await site.post('/credentials/revoke', { ...token, id: gone });
    const asked = await site.get(`/credentials/revoke?id=${own}&id=${foreign}&id=${gone}`);
    expect(asked.heading).toBe('Revoke 1 credential?');
    expect(await tryClient(cloud, own, inputOf(page, 'client-secret'))).toBe('invalid_grant');
    const id = [own, foreign, gone];
    const report = await site.post('/credentials/revoke', { ...token, id, reason: 'lost laptop' });
    expect(report.heading).toBe('1 credential revoked');
    expect(report.text).toContain('Revoked now');
    expect(report.text).toContain('Not one of yours');
    expect(report.text).toContain('Was revoked already');
    expect(await tryClient(cloud, own, inputOf(page, 'client-secret'))).toBe('invalid_client');
    expect(await tryClient(cloud, foreign, cloud.installed.clientSecret)).toBe('invalid_grant');
    expect((await site.post('/credentials/revoke', { ...token, id, reason: 'again' })).heading).toBe(
      'Nothing was revoked',
    );
    expect((await site.get(`/credentials/${own}`)).text).toContain('Reason: lost laptop');
  });

  test('is for ever: listed with time and actor, and nothing of it can be had (W16, W17)', async () => {
    const page = await create(site, { type: 'installed', name: 'Front desk (old)' });
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
    const page = await create(site, { type: 'installed', name: 'With a history' });
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
    const page = await create(site, { type: 'installed', name: '=HYPERLINK("https://evil.example","x")' });
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
