import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { findBarriers, LOOKS, startBrowser, whyNoBrowser } from '../support/browser.ts';
import { call } from '../support/call.ts';
import { askForToken } from '../support/cloud-calls.ts';
import { importRecords, makeCloud, tokenRecord, type Cloud } from '../support/make-cloud.ts';
import { keepSecret, makeSecret } from '../support/secrets.ts';
import { testFile } from '../support/test-file.ts';

/** What GPII Manager does: listens, and waits for the browser to come back. */
interface Manager {
  readonly verifier: string;
  /** Path of the page that it opens. */
  readonly path: string;
  readonly returned: Promise<URLSearchParams>;
}

async function startManager(): Promise<Manager> {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  let come: (parameters: URLSearchParams) => void;
  const returned = new Promise<URLSearchParams>((resolve) => (come = resolve));
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://manager');
    response.setHeader('Content-Type', 'text/html');
    response.end('<title>Back in GPII Manager</title>');
    if (pathname === '/callback') come(searchParams);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  testFile.closers.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  const query = new URLSearchParams({
    port: String((server.address() as AddressInfo).port),
    state: 'état 🔑',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    name: 'LIB-PC-07',
  });
  return { verifier, path: `/connect?${query.toString()}`, returned };
}

describe.skipIf(whyNoBrowser !== undefined)(`handing over, keys and sharing (${whyNoBrowser ?? 'in Chromium'})`, () => {
  const ada = { email: 'ada@example.org', password: makeSecret('account password') };
  let cloud: Cloud;
  let browser: Browser;
  beforeAll(async () => {
    cloud = await makeCloud();
    const credential = { kind: 'clientCredential', owner: ada.email, secrets: [] };
    const app = { type: 'web', name: 'Readable Library', redirectUris: ['https://reading.example/callback'] };
    const records = [
      { kind: 'account', name: 'Ada', ...ada },
      { ...credential, clientId: 'reading-room', type: 'installed', name: 'Library reading room image' },
      { ...credential, clientId: 'reading-site', ...app },
      {
        ...tokenRecord(makeSecret('GPII token', 'adas-'), { 'http://registry.gpii.net/common/fontSize': 24 }),
        owner: ada.email,
      },
    ];
    await importRecords(cloud.dataDir, records.map((record) => JSON.stringify(record)).join('\n'));
    browser = await startBrowser();
  });

  /** Opens a page of the site in a window of its own, and signs in on the way. */
  async function open(look: BrowserContextOptions, path: string): Promise<Page> {
    const page = await (await browser.newContext(look)).newPage();
    await page.goto(cloud.url + path);
    await page.getByLabel('Email address').fill(ada.email);
    await page.getByLabel('Password').fill(ada.password);
    await page.keyboard.press('Enter');
    return page;
  }

  async function arriveAt(page: Page, title: string): Promise<void> {
    await expect.poll(() => page.title(), { timeout: 30_000 }).toBe(title);
  }

  test('connects a computer by keyboard, and says what is wrong on the way', async () => {
    const manager = await startManager();
    const page = await open(LOOKS.wide, manager.path);
    await arriveAt(page, 'Connect LIB-PC-07 – GPII account');
    const barriers = [...(await findBarriers(page, 'connect-wide'))];
    await page.getByLabel('One I already have').press('Space');
    await page.getByRole('button', { name: 'Connect LIB-PC-07' }).press('Enter');
    await arriveAt(page, 'Error: Connect LIB-PC-07 – GPII account');
    barriers.push(...(await findBarriers(page, 'connect-refused')));
    await page.getByRole('link', { name: 'Choose one of your credentials.' }).press('Enter');
    await page.keyboard.type('Library');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await arriveAt(page, 'Back in GPII Manager');

    const returned = await manager.returned;
    expect(returned.get('state')).toBe('état 🔑');
    const code = keepSecret('one-time code', returned.get('code') ?? '');
    const body = { code, code_verifier: manager.verifier };
    const { json } = await call(cloud.url, { path: '/client-credentials/exchange', body });
    const { client_id, client_secret } = (json as { installed: { client_id: string; client_secret: string } })
      .installed;
    const client = { clientId: client_id, clientSecret: keepSecret('client secret', client_secret) };
    expect(client.clientId).toBe('reading-room');
    expect((await askForToken(cloud.url, client, cloud.people.alice)).status).toBe(200);
    expect(barriers).toEqual([]);
  });

  test('connects a computer where there are no scripts', async () => {
    const manager = await startManager();
    const page = await open({ ...LOOKS.narrow, javaScriptEnabled: false }, manager.path);
    await page.getByRole('button', { name: 'Connect LIB-PC-07' }).click();
    await arriveAt(page, 'Back in GPII Manager');
    keepSecret('one-time code', (await manager.returned).get('code') ?? '');
  });

  test('has no barrier on a dark phone', async () => {
    const page = await open({ ...LOOKS.narrow, colorScheme: 'dark' }, '/enrolment-keys/new');
    const barriers: string[] = [];
    const look = async (name: string): Promise<void> => {
      barriers.push(...(await findBarriers(page, `${name}-phone`)));
    };
    const go = async (path: string): Promise<void> => {
      await page.goto(cloud.url + path);
    };
    await arriveAt(page, 'Make an enrolment key – GPII account');
    await page.getByRole('button', { name: 'Make the enrolment key' }).click();
    await arriveAt(page, 'Error: Make an enrolment key – GPII account');
    await look('enrolment-new');
    await page.getByLabel('Computers enrol for').selectOption('reading-room');
    await page.getByLabel('Name for the key').fill('Spring image');
    await page.getByLabel('How many computers').fill('42');
    await page.getByRole('button', { name: 'Make the enrolment key' }).click();
    await arriveAt(page, 'Your enrolment key – GPII account');
    keepSecret('enrolment key', await page.getByLabel('Enrolment key').inputValue());
    await look('enrolment-made');
    await page.getByRole('link', { name: 'I have saved it' }).click();
    await look('enrolment-list');
    await page.getByRole('link', { name: 'Spring image' }).click();
    await look('enrolment-one');
    await page.getByRole('link', { name: 'End this key' }).click();
    await look('enrolment-end');

    await go('/oauth2/authorize?response_type=code&client_id=reading-site&redirect_uri=https://reading.example/wrong');
    await look('mismatch');
    await go('/keys');
    await look('keys');
    await page.getByRole('link', { name: 'Remove' }).click();
    await look('keys-remove');
    await go('/consent');
    await look('consent');
    await go('/connect?port=80');
    await look('connect-broken');
    await go((await startManager()).path);
    await look('connect');
    expect(barriers).toEqual([]);
  });
});
