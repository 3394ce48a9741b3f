import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { findBarriers, LOOKS, startBrowser, whyNoBrowser } from '../support/browser.ts';
import { importRecords, makeCloud, type Cloud } from '../support/make-cloud.ts';
import { keepSecret, makeSecret } from '../support/secrets.ts';

describe.skipIf(whyNoBrowser !== undefined)(`client credentials (${whyNoBrowser ?? 'in Chromium'})`, () => {
  const ada = { email: 'ada@example.org', password: makeSecret('account password') };
  let cloud: Cloud;
  let browser: Browser;
  let signedIn: Awaited<ReturnType<BrowserContext['storageState']>> | undefined;
  beforeAll(async () => {
    cloud = await makeCloud();
    const credential = { kind: 'clientCredential', type: 'installed', owner: ada.email, secrets: [] };
    const records = [
      { kind: 'account', name: 'Ada', ...ada },
      { ...credential, clientId: '53684234497-m2p8xw51ce90vv2h8a0', name: 'Library reading room image' },
      {
        ...credential,
        clientId: '53684234497-q7r3kd80zn44',
        name: 'IDRC website',
        type: 'web',
        redirectUris: ['https://idrc.example/cb'],
      },
      {
        ...credential,
        clientId: '53684234497-lz55hh31ua77',
        name: 'Front desk (old)',
        revokedAt: '2026-05-02T09:00:00Z',
      },
    ];
    await importRecords(cloud.dataDir, records.map((record) => JSON.stringify(record)).join('\n'));
    browser = await startBrowser();
  });

  /** A window of its own, signed in; by the form in the first, which lends the others its cookies. */
  async function open(look: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext({
      ...look,
      ...(signedIn === undefined ? {} : { storageState: signedIn }),
    });
    const page = await context.newPage();
    await page.goto(`${cloud.url}${signedIn === undefined ? '/sign-in' : '/credentials'}`);
    if (signedIn === undefined) {
      await page.getByLabel('Email address').fill(ada.email);
      await page.getByLabel('Password', { exact: true }).fill(ada.password);
      await page.keyboard.press('Enter');
    }
    await arriveAt(page, 'Client credentials');
    signedIn = await context.storageState();
    return page;
  }

  async function arriveAt(page: Page, title: string): Promise<void> {
    await expect.poll(() => page.title(), { timeout: 30_000 }).toBe(`${title} – GPII account`);
  }

  async function fillCreate(page: Page, name: string): Promise<void> {
    await page.goto(`${cloud.url}/credentials/new`);
    await page.getByLabel('Name').fill(name);
    await page.getByRole('button', { name: 'Create credential' }).click();
    await arriveAt(page, 'Save this credential now');
    keepSecret('client secret', await page.getByLabel('Client secret').inputValue());
  }

  /** What the link of the page saves. */
  async function download(page: Page): Promise<{ name: string; text: string }> {
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download credential file' }).click();
    const saved = await waiting;
    return { name: saved.suggestedFilename(), text: await readFile(await saved.path(), 'utf8') };
  }

  test('are created, copied and saved as the very same secret, which is gone on back and on reload', async () => {
    const page = await open({
      ...LOOKS.wide,
      acceptDownloads: true,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await fillCreate(page, 'LIB-PC-07');
    const secret = await page.getByLabel('Client secret').inputValue();
    await page.getByRole('button', { name: 'Copy Client secret' }).click();
    await expect.poll(() => page.getByText('Copied').count()).toBe(1);
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(secret);
    const { name, text } = await download(page);
    expect([name, (JSON.parse(text) as { installed: { client_secret: string } }).installed.client_secret]).toEqual([
      'gpii-LIB-PC-07.json',
      secret,
    ]);
    await page.reload();
    await arriveAt(page, 'This was done already');
    expect(await page.content()).not.toContain(secret);
    await page.goBack();
    expect(await page.content()).not.toContain(secret);
    await page.goto(`${cloud.url}/credentials?q=LIB-PC-07`);
    expect(await page.getByRole('row').count()).toBe(2);
    await page.context().close();
  });

  test('are had without JavaScript too, and a file from the list', async () => {
    const page = await open({ ...LOOKS.wide, acceptDownloads: true, javaScriptEnabled: false });
    await fillCreate(page, 'Without a script');
    expect(JSON.parse((await download(page)).text)).toMatchObject({ installed: { name: 'Without a script' } });
    await page.getByText('No file? Copy its text').click();
    expect(JSON.parse(await page.getByLabel('Text of the credential file').inputValue())).toHaveProperty('installed');
    await page.getByRole('link', { name: 'I have saved it' }).click();
    await arriveAt(page, 'Client credentials');
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download Without a script' }).click();
    const file = JSON.parse(await readFile(await (await waiting).path(), 'utf8')) as {
      installed: { client_secret: string };
    };
    keepSecret('client secret', file.installed.client_secret);
    await page.context().close();
  });

  test('are made, changed and revoked by keyboard alone', async () => {
    const page = await open(LOOKS.wide);
    const press = async (role: 'link' | 'button', name: string): Promise<void> => {
      await tabTo(page, role, name);
      await page.keyboard.press('Enter');
    };
    await press('link', 'Create a credential');
    await arriveAt(page, 'Create a credential');
    await press('button', 'Create credential');
    await arriveAt(page, 'Error: Create a credential');
    expect(await page.evaluate('document.activeElement.className')).toBe('note danger');
    await press('link', 'Enter a name for this credential');
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await arriveAt(page, 'Save this credential now');
    keepSecret('client secret', await page.getByLabel('Client secret').inputValue());
    await press('link', 'I have saved it');
    await arriveAt(page, 'Client credentials');
    await press('link', 'Edit By keyboard');
    await arriveAt(page, 'Edit “By keyboard”');
    await press('button', 'Save changes');
    await arriveAt(page, 'By keyboard');
    expect(await page.getByRole('status').first().textContent()).toBe('Saved.');
    await press('link', 'Revoke');
    await arriveAt(page, 'Revoke 1 credential?');
    await press('button', 'Revoke 1 credential');
    await arriveAt(page, '1 credential revoked');
    await page.context().close();
  });

  /** What is like the pages of `pages-to-look-at.ts` is looked at there. */
  test('have no barrier on a phone, where those pages differ', async () => {
    const page = await open(LOOKS.narrow);
    const barriers: string[] = [];
    const look = async (name: string): Promise<void> => {
      barriers.push(...(await findBarriers(page, `${name}-narrow`)));
    };
    const lookAt = async (path: string, name: string): Promise<void> => {
      await page.goto(cloud.url + path);
      await look(name);
    };
    await fillCreate(page, 'Reading room <i>');
    await look('created');
    await lookAt('/credentials/revoke', 'credentials-none-selected');
    await lookAt('/credentials?lang=fr', 'credentials-fr');
    await page.goto(`${cloud.url}/credentials/new?type=web&lang=en`);
    await page.getByLabel('Redirect addresses').fill('https://a.example/\nhttp://b.example/');
    await page.getByRole('button', { name: 'Create credential' }).click();
    await arriveAt(page, 'Error: Create a credential');
    await look('create-refused');
    await page.goto(`${cloud.url}/credentials?q=room`);
    await page.getByRole('rowheader').getByRole('link', { name: '<i>' }).click();
    await page.waitForURL(/\/credentials\/[^?]+$/);
    const [, end = ''] = await page
      .locator('#main td.do a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    await lookAt(end, 'end-secret');
    await lookAt('/credentials/53684234497-q7r3kd80zn44/edit', 'edit');
    expect(barriers).toEqual([]);
    await page.context().close();
  });
});

/** Goes on by Tab until the focus is there, as somebody without a mouse does. */
async function tabTo(page: Page, role: 'link' | 'button', name: string): Promise<void> {
  // Looked for once: by role and name is dear. A page that goes away under it fails the test.
  const wanted = await page.getByRole(role, { name, exact: true }).elementHandle();
  for (let presses = 0; presses < 200; presses++) {
    if (await wanted.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The focus never came to the ${role} ${name}`);
}
