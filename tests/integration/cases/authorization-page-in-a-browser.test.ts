import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { findBarriers, lookInEveryWay, LOOKS, startBrowser, whyNoBrowser } from '../support/browser.ts';
import { importRecords, makeCloud, tokenRecord, type Cloud } from '../support/make-cloud.ts';
import { keepSecret, makeSecret } from '../support/secrets.ts';
import { testFile } from '../support/test-file.ts';

const COMMON = 'http://registry.gpii.net/common/';
const CONSENT = 'Share preferences with Readable Library of the City of Bakersfield? – GPII account';
const MAGNIFIER = 'http://registry.gpii.net/applications/org.gnome.desktop.a11y.magnifier';

/** A web application whose title says what came back to it. */
async function startApplication(): Promise<string> {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://app');
    response.setHeader('Content-Type', 'text/html');
    response.end(`<title>${searchParams.has('code') ? 'a code' : (searchParams.get('error') ?? '')}</title>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  testFile.closers.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
}

const preferences = { [`${COMMON}fontSize`]: 24, [MAGNIFIER]: { 'mag-factor': 2 } };

describe.skipIf(whyNoBrowser !== undefined)(`the authorization page (${whyNoBrowser ?? 'in Chromium'})`, () => {
  /** Has no GPII key in the account yet. */
  const ada = { email: 'ada@example.org', password: makeSecret('account password') };
  const bob = { email: 'bob@example.org', password: makeSecret('account password') };
  const gpiiToken = makeSecret('GPII token', 'card-');
  let cloud: Cloud;
  let browser: Browser;
  let address: string;
  beforeAll(async () => {
    cloud = await makeCloud();
    const callback = await startApplication();
    const secret = makeSecret('client secret');
    const records = [
      { kind: 'account', ...ada },
      { kind: 'account', ...bob },
      {
        kind: 'clientCredential',
        clientId: 'reading-site',
        type: 'web',
        name: 'Readable Library of the City of Bakersfield',
        owner: 'owner@example.org',
        secrets: [{ secret }],
        redirectUris: [callback],
      },
      tokenRecord(gpiiToken, preferences),
      { ...tokenRecord(makeSecret('GPII token', 'bobs-'), preferences), owner: bob.email },
    ];
    await importRecords(cloud.dataDir, records.map((record) => JSON.stringify(record)).join('\n'));
    const query = new URLSearchParams({ response_type: 'code', client_id: 'reading-site', prompt: 'consent' });
    address = `${cloud.url}/oauth2/authorize?${query.toString()}`;
    browser = await startBrowser();
  });

  /** Opens the page in a window of its own, signed in as nobody. */
  async function open(look: BrowserContextOptions): Promise<Page> {
    const page = await (await browser.newContext(look)).newPage();
    await page.goto(address);
    return page;
  }

  async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
    await page.getByLabel('Email address').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
  }

  async function arriveAt(page: Page, title: string): Promise<void> {
    await expect.poll(() => page.title(), { timeout: 30_000 }).toBe(title);
  }

  test('takes a person from sign-in to sharing and back, by keyboard, and says what is wrong on the way', async () => {
    const page = await open(LOOKS.wide);
    await signIn(page, { ...ada, password: keepSecret('account password', 'not the password') });
    await arriveAt(page, 'Error: Sign in – GPII account');
    const barriers = [...(await findBarriers(page, 'sign-in-refused'))];
    await signIn(page, ada);

    await arriveAt(page, 'Add your GPII key – GPII account');
    barriers.push(...(await findBarriers(page, 'add-key')));
    await page.getByLabel('GPII key', { exact: true }).fill(makeSecret('GPII token', 'unknown-'));
    await page.keyboard.press('Enter');
    await arriveAt(page, 'Error: Add your GPII key – GPII account');
    expect(await page.evaluate('document.activeElement.className')).toBe('note danger');
    barriers.push(...(await findBarriers(page, 'add-key-refused')));
    await page.getByRole('link', { name: 'We don’t know this key.' }).press('Enter');
    await page.keyboard.type(gpiiToken);
    await page.keyboard.press('Tab');
    await page.keyboard.type('Card in my wallet');
    await page.keyboard.press('Enter');

    await arriveAt(page, CONSENT);
    await page.getByRole('button', { name: 'Share what is ticked' }).press('Enter');
    await arriveAt(page, `Error: ${CONSENT}`);
    barriers.push(...(await findBarriers(page, 'consent-refused')));
    await page.getByLabel('Text and contrast').press('Space');
    await page.getByLabel('GNOME magnifier').press('Space');
    await page.getByRole('button', { name: 'Share what is ticked' }).press('Enter');
    await arriveAt(page, 'a code');
    expect(barriers).toEqual([]);
  });

  test('has no barrier, however it is looked at', async () => {
    const page = await open(LOOKS.wide);
    const barriers: string[] = [];
    const look = async (name: string): Promise<void> => {
      barriers.push(...(await lookInEveryWay(page, name)));
    };
    await look('sign-in');
    await signIn(page, bob);
    await arriveAt(page, CONSENT);
    await look('consent');
    await page.getByText('Use another GPII key').click();
    await page.getByRole('button', { name: 'Add this GPII key' }).click();
    await arriveAt(page, `Error: ${CONSENT}`);
    await look('another-key');
    await page.goto(`${cloud.url}/oauth2/authorize?client_id=nobody`);
    await look('refusal');
    expect(barriers).toEqual([]);
  });

  test('lets a person stop sharing', async () => {
    const page = await open(LOOKS.wide);
    await signIn(page, bob);
    await page.getByRole('button', { name: 'Share all of it' }).click();
    await arriveAt(page, 'a code');
    await page.goto(address);
    expect(await findBarriers(page, 'consent-standing')).toEqual([]);
    await page.getByRole('button', { name: 'Stop sharing' }).click();
    await arriveAt(page, 'access_denied');
  });
});
