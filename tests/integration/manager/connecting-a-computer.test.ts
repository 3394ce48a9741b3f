import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { findBarriers, LOOKS, startBrowser, whyNoBrowser } from '../support/browser.ts';
import { importRecords, makeCloud, type Cloud } from '../support/make-cloud.ts';
import { runCommand, type CommandResult } from '../support/run-command.ts';
import { keepSecret, makeSecret } from '../support/secrets.ts';
import { openSite, signInTo, type SiteClient } from '../support/site-client.ts';
import { startProcess, type StartedProcess } from '../support/start-process.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

const ada = { email: 'ada@example.org', password: makeSecret('account password') };
let cloud: Cloud;
let site: SiteClient;
let credentialFile: string;

beforeAll(async () => {
  cloud = await makeCloud();
  await importRecords(cloud.dataDir, JSON.stringify({ kind: 'account', name: 'Ada', ...ada }));
  site = openSite(cloud.url);
  await signInTo(site, ada);
  const folder = join(await makeTemporaryFolder(), 'requester');
  await mkdir(folder, { mode: 0o700 });
  credentialFile = join(folder, 'credential.json');
});

function environment(): Record<string, string> {
  return {
    GPII_MANAGER_CLOUD_URL: cloud.url,
    GPII_MANAGER_CREDENTIAL_FILE: credentialFile,
    GPII_MANAGER_COMPUTER_NAME: 'LIB-PC-07',
  };
}

function start(args: readonly string[]): StartedProcess {
  return startProcess({ program: 'manager', args, env: environment(), isServer: false });
}

async function end(manager: StartedProcess): Promise<CommandResult> {
  const { code } = await manager.ended;
  return { code, stdout: manager.log.text(), stderr: manager.stderr() };
}

/** The address that the manager prints, for a browser on this computer. */
function addressOf(manager: StartedProcess, pattern: RegExp): Promise<URL> {
  return until('the manager prints an address', () => {
    const found = pattern.exec(manager.stderr())?.[0];
    return found === undefined ? undefined : new URL(found);
  });
}

async function readCredential(): Promise<{ client_id: string; client_secret: string; name: string }> {
  const { installed } = JSON.parse(await readFile(credentialFile, 'utf8')) as {
    installed: { client_id: string; client_secret: string; name: string };
  };
  keepSecret('client secret', installed.client_secret);
  return installed;
}

describe('gpii-manager connect (option 3)', () => {
  test('a person approves on the website: the computer has a secret of its own, and forged callbacks end nothing', async () => {
    const manager = start(['connect', '--no-browser', '--yes']);
    const address = await addressOf(manager, /http:\S+\/connect\?\S+/);
    const page = await site.get(address.pathname + address.search);
    expect(page.status).toBe(200);
    // Both sides show the same code.
    const code = /[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}/.exec(manager.stderr())?.[0] ?? 'none';
    expect(page.text).toContain(code);
    const back = `http://127.0.0.1:${address.searchParams.get('port') ?? ''}`;
    for (let forged = 0; forged < 100; forged++) {
      const guess = forged % 2 === 0 ? 'error=access_denied' : 'code=forged';
      expect((await fetch(`${back}/callback?${guess}&state=${'x'.repeat(43)}`)).status).toBe(404);
    }
    const approved = await site.send(page, page.path, { decision: 'connect' });
    expect([approved.status, String(approved.headers.location).startsWith(`${back}/callback?`)]).toEqual([303, true]);
    const done = await fetch(String(approved.headers.location));
    expect([done.status, new URL(done.url).pathname]).toEqual([200, '/done']);
    const { code: exitCode, stdout, stderr } = await end(manager);
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringContaining(`✓ Approved by ${ada.email} as “LIB-PC-07”`) as string,
    ]);
    const { name, client_secret: secret } = await readCredential();
    expect(name).toBe('LIB-PC-07');
    expect((await stat(credentialFile)).mode & 0o777).toBe(0o600);
    for (const text of [stdout, stderr, address.href, String(approved.headers.location)])
      expect(text).not.toContain(secret);
    expect((await site.get('/credentials')).text).toContain('LIB-PC-07');
  });

  test('a person declines, or nobody comes: nothing is changed', async () => {
    const before = await readFile(credentialFile, 'utf8');
    const manager = start(['connect', '--no-browser', '--yes']);
    const address = await addressOf(manager, /http:\S+\/connect\?\S+/);
    const page = await site.get(address.pathname + address.search);
    const declined = await site.send(page, page.path, { decision: 'decline' });
    await fetch(String(declined.headers.location));
    const { code, stderr } = await end(manager);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('was declined on the website. Nothing was changed') as string,
    ]);
    const stopped = start(['connect', '--no-browser', '--yes']);
    await addressOf(stopped, /http:\S+\/connect\?\S+/);
    stopped.signal('SIGINT');
    await stopped.ended;
    expect(await readFile(credentialFile, 'utf8')).toBe(before);
  });

  test('says --yes is needed where nobody can be asked, before it opens anything', async () => {
    const { code, stderr } = await runCommand({ program: 'manager', args: ['connect'], env: environment() });
    expect([code, stderr]).toEqual([64, expect.stringContaining('--yes') as string]);
    expect(stderr).not.toContain('http');
  });
});

describe('gpii-manager enrol', () => {
  test('gives an imaged computer a secret of its own for the key of its image', async () => {
    const { client_id: clientId } = await readCredential();
    const form = await site.get('/enrolment-keys/new');
    const ends = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const made = await site.send(form, '/enrolment-keys', { credential: clientId, label: 'Image', uses: '2', ends });
    const key =
      /id="enrolment_key"[^>]*value="([^"]+)"/.exec(made.text)?.[1] ??
      /value="(gpii_ek_[^"]+)"/.exec(made.text)?.[1] ??
      '';
    keepSecret('enrolment key', key);
    const keyFile = join(await makeTemporaryFolder(), 'enrolment-key');
    await writeFile(keyFile, `${key}\n`, { mode: 0o600 });
    const before = (await readCredential()).client_secret;
    const args = ['setup', '--enrolment-key-file', keyFile, '--computer-name', 'LIB-PC-21'];
    const { code, stderr } = await runCommand({ program: 'manager', args, env: environment() });
    expect([code, stderr]).toEqual([0, expect.stringContaining('with a secret of its own') as string]);
    expect((await readCredential()).client_secret).not.toBe(before);
  });
});

describe.skipIf(whyNoBrowser !== undefined)(`gpii-manager ui (${whyNoBrowser ?? 'in Chromium'})`, () => {
  async function open(manager: StartedProcess): Promise<Page> {
    const link = await addressOf(manager, /http:\S+\/start\?token=\S+/);
    const browser = await startBrowser();
    const page = await (await browser.newContext(LOOKS.wide)).newPage();
    await page.goto(link.href);
    expect((await fetch(link.href)).status, 'the link is good once').toBe(404);
    return page;
  }

  test('connects through the website, shows how it stands, and lets nobody else in', async () => {
    const manager = start(['ui', '--no-browser']);
    const page = await open(manager);
    expect(await findBarriers(page, 'manager-home')).toEqual([]);
    const home = page.url();
    for (const path of ['', 'doctor', 'set', 'revoke']) expect((await fetch(home + path)).status).toBe(404);
    await page.goto(`${home}doctor`);
    expect(await findBarriers(page, 'manager-doctor')).toEqual([]);
    await page.goto(home);
    await page.getByRole('button', { name: 'Open the website' }).click();
    await page.getByLabel('Email address').fill(ada.email);
    await page.getByLabel('Password', { exact: true }).fill(ada.password);
    await page.keyboard.press('Enter');
    await page.locator('button[name=decision][value=connect]').click();
    await page.getByRole('button', { name: 'Use it', exact: true }).click();
    await page.getByText('This computer is connected to GPII Cloud').waitFor();
    expect(page.url().startsWith(home)).toBe(true);
    expect(await findBarriers(page, 'manager-connected')).toEqual([]);
    await readCredential();
    await page.goto(`${home}set`);
    await page.getByRole('textbox').fill('not a credential');
    await page.getByRole('button', { name: 'Check and save' }).click();
    expect(await page.title()).toContain('Error');
    expect(await findBarriers(page, 'manager-set-refused')).toEqual([]);
    await page.goto(`${home}revoke`);
    await page.getByRole('button', { name: 'End the secret of this computer' }).click();
    await page.getByText('It is in local-only mode', { exact: false }).first().waitFor();
    await expect(stat(credentialFile)).rejects.toThrow('ENOENT');
    manager.signal('SIGTERM');
    expect((await end(manager)).code).toBe(0);
  });
});
