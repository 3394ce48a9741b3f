import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { findBarriers, startBrowser, whyNoBrowser } from '../support/browser.ts';
import { importRecords, makeCloud, tokenRecord, type Cloud } from '../support/make-cloud.ts';
import { makeSecret } from '../support/secrets.ts';
import { openSite, signInTo, type SiteClient } from '../support/site-client.ts';

const COMMON = 'http://registry.gpii.net/common/';
const COOKIE = 'fluid-ui-settings';
const ada = { email: 'ada@example.org', password: makeSecret('account password') };
let cloud: Cloud;

beforeAll(async () => {
  cloud = await makeCloud();
  const token = makeSecret('GPII token', 'display-');
  const preferences = {
    [`${COMMON}fontSize`]: 18,
    [`${COMMON}lineSpace`]: 1.8,
    [`${COMMON}highContrast/enabled`]: true,
    [`${COMMON}highContrastTheme`]: 'yellow-black',
  };
  const records = [
    { kind: 'account', name: 'Ada', ...ada },
    tokenRecord(token, preferences),
    { kind: 'link', account: ada.email, token, label: 'Card' },
  ];
  await importRecords(cloud.dataDir, records.map((record) => JSON.stringify(record)).join('\n'));
});

const classesIn = (text: string): string => /<html [^>]*?class="([^"]*)"/.exec(text)?.[1] ?? '';
const kept = (site: SiteClient): unknown => JSON.parse(decodeURIComponent(site.cookies.get(COOKIE) ?? '%7B%7D'));

describe('display preferences without a script', () => {
  test('are shown first, saved for all pages, and forgotten', async () => {
    const site = openSite(cloud.url);
    const fields = { text_size: '1.5', line_space: '0.8', font: 'verdana', theme: 'wb', larger_inputs: 'yes' };
    const classes = 'text-15 lines-8 theme-wb font-verdana larger-inputs';
    const page = await site.get('/display');
    const previewed = await site.send(page, '/display', { ...fields, do: 'preview' });
    expect([classesIn(previewed.text), site.cookies.has(COOKIE)]).toEqual([classes, false]);
    const saved = await site.send(previewed, '/display', { do: 'save' });
    expect([saved.path, classesIn(saved.text)]).toEqual(['/display?done=saved', classes]);
    expect(saved.fieldsOf('/display')).toMatchObject({ text_size: '1.5', font: 'verdana' });
    expect(classesIn((await site.get('/help')).text)).toBe(classes);
    expect(classesIn((await site.send(saved, '/display', { do: 'reset' })).text)).toBe('');
  });

  test('count as usual where they cannot be read', async () => {
    const site = openSite(cloud.url);
    for (const value of ['{', '%7B%22preferences%22%3A5%7D', '%ff', 'null', 'x'.repeat(5000)]) {
      site.cookies.set(COOKIE, value);
      const page = await site.get('/help');
      expect([page.status, classesIn(page.text)]).toEqual([200, '']);
    }
    const answer = await site.send(await site.get('/display'), '/display', {
      text_size: '9',
      theme: '"><b>',
      do: 'save',
    });
    expect(classesIn(answer.text)).toBe('');
  });

  test('are taken from the GPII preferences of a linked key', async () => {
    const site = openSite(cloud.url);
    await signInTo(site, ada);
    const taken = await site.send(await site.get('/display'), '/display/from-gpii', {});
    expect(classesIn(taken.text)).toBe('text-15 lines-18 theme-yb');
    expect(kept(site)).toMatchObject({ preferences: { fluid_prefs_textSize: 1.5, theme: 'yb' } });
  });
});

describe.skipIf(whyNoBrowser !== undefined)(`UI Options (${whyNoBrowser ?? 'in Chromium'})`, () => {
  async function open(path: string): Promise<Page> {
    const browser = await startBrowser();
    const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
    await page.goto(cloud.url + path);
    return page;
  }

  test('open in place by keyboard, are kept as the form keeps them, and give the focus back', async () => {
    const page = await open('/help');
    const link = page.getByRole('link', { name: 'Display preferences' });
    expect(
      await page.evaluate<number>(
        "performance.getEntriesByType('resource').filter(({ name }) => name.includes('/uio/')).length",
      ),
    ).toBe(0);
    await link.focus();
    await page.keyboard.press('Enter');
    const larger = page.getByRole('button', { name: 'increase text size' });
    await larger.waitFor();
    expect(await findBarriers(page, 'ui-options')).toEqual([]);
    await larger.click();
    await page.locator('.flc-prefsEditor-theme-label').nth(2).click();
    await expect.poll(() => page.evaluate('document.documentElement.className')).toBe('text-11 theme-wb');
    const byScript = (await page.context().cookies()).find(({ name }) => name === COOKIE)?.value;
    const site = openSite(cloud.url);
    await site.send(await site.get('/display'), '/display', { text_size: '1.1', theme: 'wb', do: 'save' });
    expect(byScript).toBe(site.cookies.get(COOKIE));
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Display preferences');
    await page.reload();
    expect(await page.evaluate('document.documentElement.className')).toBe('text-11 theme-wb');
  });

  test('leave the form where one of their files does not come', async () => {
    const page = await open('/help');
    await page.route('**/infusion-uio.js', (route) => route.abort());
    await page.getByRole('link', { name: 'Display preferences' }).click();
    await page.getByRole('heading', { name: 'Display preferences' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/display');
  });
});

test('no other file of Infusion is given out', async () => {
  const site = openSite(cloud.url);
  const names = ['package.json', '..%2Fpackage.json', 'fluid.js', '__proto__'];
  const pages = await Promise.all(names.map((name) => site.get(`/uio/4.8.0/${name}`)));
  expect(pages.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
});
