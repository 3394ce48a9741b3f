import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { COLOURS_ONLY, findBarriers, startBrowserOn, whyNoBrowser } from '../support/browser.ts';
import { call } from '../support/call.ts';
import { findSecretsInFolder } from '../support/find-secrets-in-folder.ts';
import { importRecords, makeCloud, type Cloud } from '../support/make-cloud.ts';
import { runCommand } from '../support/run-command.ts';
import { findSecrets, keepSecret, makeSecret } from '../support/secrets.ts';
import { startProcess } from '../support/start-process.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { openTerminal, whyNoTerminal, type Terminal } from '../support/terminal.ts';
import { until } from '../support/until.ts';
import { watchProcesses, type ProcessWatch } from '../support/watch-processes.ts';

const whyNot = whyNoBrowser ?? whyNoTerminal;
/** Each option, by a script that waits for each page as a person does (SECURITY G-U1). */
const MINUTE_MS = 60_000;
/** Of the local page. */
const PAGES = ['', 'log', 'doctor', 'set', 'sign-in', 'revoke', 'display', 'help'];
/** Looked at for pictures alone: their parts are those of others. */
const LIKE_OTHERS = ['enrol', 'rotate', 'forget'];
const arePicturesMade = process.env.GPII_TEST_SCREENSHOTS !== undefined;

describe.skipIf(whyNot !== undefined)(`the three options, by hand (${whyNot ?? 'in Chromium and a terminal'})`, () => {
  const ada = { email: 'ada@example.org', password: makeSecret('account password') };
  let cloud: Cloud;
  let folder: string;
  let profile: string;
  let credentialFile: string;
  let env: Readonly<Record<string, string>>;
  let person: BrowserContext;
  let page: Page;
  let watch: ProcessWatch;
  /** Addresses and referrers of everything that the browser asked for. */
  const addresses: string[] = [];
  const terminals: Terminal[] = [];
  const codes: string[] = [];
  /** What the person did in this option. */
  const steps: string[] = [];

  beforeAll(async () => {
    watch = watchProcesses();
    folder = await makeTemporaryFolder();
    profile = join(folder, 'profile');
    [cloud, person] = await Promise.all([makeCloud(), startBrowserOn(profile)]);
    await importRecords(cloud.dataDir, JSON.stringify({ kind: 'account', name: 'Ada', ...ada }));
    person.on('request', (request) => {
      addresses.push(request.url(), request.headers().referer ?? '');
    });
    page = await person.newPage();
    await mkdir(join(folder, 'requester'), { mode: 0o700 });
    credentialFile = join(folder, 'requester', 'credential.json');
    // What `connect` opens is told to this test, which opens it in its own browser.
    const bin = join(folder, 'bin');
    await mkdir(bin);
    await writeFile(join(bin, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$1" >> '${folder}/opened'\n`);
    await chmod(join(bin, 'xdg-open'), 0o755);
    env = {
      PATH: `${bin}:${process.env.PATH ?? ''}`,
      GPII_MANAGER_CLOUD_URL: cloud.url,
      GPII_MANAGER_CREDENTIAL_FILE: credentialFile,
      GPII_MANAGER_RECORD_FILE: join(folder, 'manager', 'changes.jsonl'),
      GPII_MANAGER_COMPUTER_NAME: 'LIB-PC-07',
    };
  });

  beforeEach(() => {
    steps.length = 0;
  });

  afterAll(() => {
    watch.stop();
  });

  /** Something that the person does, counted. */
  function does<T>(what: string, act: () => T): T {
    steps.push(what);
    return act();
  }

  async function signIn(): Promise<void> {
    await does('enter the email address', () => page.getByLabel('Email address').fill(ada.email));
    await does('enter the password', () => page.getByLabel('Password', { exact: true }).fill(ada.password));
    await does('sign in', () => page.keyboard.press('Enter'));
  }

  /** Somebody types a command. */
  function command(...args: string[]): Terminal {
    return does(`type gpii-manager ${args.join(' ')}`, () => {
      const terminal = openTerminal('manager', args, env);
      terminals.push(terminal);
      return terminal;
    });
  }

  async function readCredential(): Promise<{ client_id: string; client_secret: string; name: string }> {
    const { installed } = JSON.parse(await readFile(credentialFile, 'utf8')) as {
      installed: { client_id: string; client_secret: string; name: string };
    };
    keepSecret('client secret', installed.client_secret);
    return installed;
  }

  function keepCode(callback: string): void {
    codes.push(keepSecret('one-time code', new URL(callback).searchParams.get('code') ?? ''));
  }

  /** Ends an option: it worked, with as many steps, well within a minute. */
  async function finish(terminal: Terminal, { startedAt, most }: { startedAt: number; most: number }): Promise<void> {
    expect([await terminal.ended, terminal.screen()]).toEqual([
      0,
      expect.stringContaining('is connected to GPII Cloud') as string,
    ]);
    const tookMs = performance.now() - startedAt;
    process.stdout.write(`  ${steps.length} steps, ${(tookMs / 1000).toFixed(1)} s: ${steps.join(' · ')}\n`);
    expect(steps.length).toBeLessThanOrEqual(most);
    expect(tookMs).toBeLessThan(MINUTE_MS);
    expect((await stat(credentialFile)).mode & 0o777).toBe(0o600);
  }

  test('option 3: through the browser, in 6 steps', async () => {
    const startedAt = performance.now();
    const terminal = command('connect');
    const address = await until(
      'the browser is opened',
      async () => (await readFile(join(folder, 'opened'), 'utf8').catch(() => '')).trim() || undefined,
    );
    // By the opener, not by the person.
    await page.goto(address);
    await signIn();
    const code =
      /[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}/.exec(await terminal.shows(/shows the code.*/))?.[0] ?? 'none';
    await page.getByText(code).waitFor();
    const arrived = page.waitForRequest(/\/callback\?/);
    await does('approve', () => page.locator('button[name=decision][value=connect]').click());
    keepCode((await arrived).url());
    await page.getByRole('heading', { name: 'This computer was approved' }).waitFor();
    expect(await findBarriers(page, 'manager-connect-done')).toEqual([]);
    await terminal.shows(/Use the credential “LIB-PC-07” of ada@example.org\?/);
    does('say yes', () => {
      terminal.type('\r');
    });
    await finish(terminal, { startedAt, most: 6 });
    expect((await readCredential()).name).toBe('LIB-PC-07');
  });

  test('option 1: a file from the website, in 9 steps', async () => {
    await person.clearCookies();
    const startedAt = performance.now();
    await does('open the website', () => page.goto(`${cloud.url}/credentials/new`));
    await signIn();
    await does('name the credential', () => page.getByLabel('Name').fill('LIB-PC-08'));
    await does('create it', () => page.getByRole('button', { name: 'Create credential' }).click());
    const secret = keepSecret('client secret', await page.getByLabel('Client secret').inputValue());
    const file = join(folder, 'saved.json');
    const downloaded = page.waitForEvent('download');
    await does('save the file', () => page.getByRole('button', { name: 'Download credential file' }).click());
    await (await downloaded).saveAs(file);
    await (await downloaded).delete();
    const terminal = command('set', '--file', file);
    await terminal.shows(/Delete .*saved\.json\?/);
    does('delete the file', () => {
      terminal.type('\r');
    });
    await finish(terminal, { startedAt, most: 9 });
    expect((await readCredential()).client_secret).toBe(secret);
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  test('option 2: email address and password in the terminal, in 3 steps', async () => {
    const startedAt = performance.now();
    const terminal = command('sign-in');
    await terminal.shows(/Email address of your GPII account/);
    expect(terminal.screen()).toContain('Do this only if you trust where you got GPII Manager');
    does('enter the email address', () => {
      terminal.type(`${ada.email}\r`);
    });
    await terminal.shows(/Password/);
    does('enter the password', () => {
      terminal.type(`${ada.password}\r`);
    });
    await finish(terminal, { startedAt, most: 3 });
    await readCredential();
  });

  test('the installer asks for a choice of three: local-only is one key', async () => {
    const elsewhere = join(folder, 'new');
    await mkdir(elsewhere, { mode: 0o700 });
    const here = { ...env, GPII_MANAGER_CREDENTIAL_FILE: join(elsewhere, 'credential.json') };
    const terminal = openTerminal('manager', ['setup'], here);
    await terminal.shows(/Skip for now/);
    terminal.type('\u001b[A\r');
    expect([await terminal.ended, terminal.screen()]).toEqual([
      0,
      expect.stringContaining('Skipped: this computer is in local-only mode') as string,
    ]);
    const { code, stdout } = await runCommand({ program: 'manager', args: ['status', '--json'], env: here });
    expect([code, (JSON.parse(stdout) as { state: string }).state]).toEqual([3, 'skipped']);
  });

  test('rotates, enrols for the key of an image, and shows what happened on its own page', async () => {
    const rotated = await runCommand({ program: 'manager', args: ['rotate'], env });
    expect(rotated.code, rotated.stderr).toBe(0);
    const { client_id: clientId } = await readCredential();
    await page.goto(`${cloud.url}/enrolment-keys/new`);
    await page.getByLabel('Computers enrol for').selectOption(clientId);
    await page.getByLabel('Name for the key').fill('Spring image');
    await page.getByLabel('How many computers').fill('2');
    await page.getByRole('button', { name: 'Make the enrolment key' }).click();
    const key = keepSecret('enrolment key', await page.getByLabel('Enrolment key').inputValue());
    const enrolled = await runCommand({ program: 'manager', args: ['enrol', '--stdin'], env, input: `${key}\n` });
    expect([enrolled.code, enrolled.stderr]).toEqual([0, expect.stringContaining('a secret of its own') as string]);
    await readCredential();
  });

  // Twenty pages: how fast a busy machine shows them is no claim.
  test('the local page: connects through the website, and revokes', async () => {
    const manager = startProcess({ program: 'manager', args: ['ui', '--no-browser'], env, isServer: false });
    const link = await until('the page is there', () => /http:\S+\/start\?token=\S+/.exec(manager.stderr())?.[0]);
    await page.goto(link);
    const home = page.url();
    const barriers: string[] = [];
    const look = async (name: string, way: string, rules?: readonly string[]): Promise<void> => {
      await page.goto(home + name);
      barriers.push(...(await findBarriers(page, `manager-${name === '' ? 'home' : name}-${way}`, rules)));
    };
    const pages = arePicturesMade ? [...PAGES, ...LIKE_OTHERS] : PAGES;
    for (const name of arePicturesMade ? pages : ['', 'log', 'doctor']) await look(name, 'light', COLOURS_ONLY);
    await page.setViewportSize({ width: 320, height: 640 });
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const name of pages) await look(name, 'dark-phone');
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
    expect(barriers).toEqual([]);

    await page.goto(home);
    const arrived = page.waitForRequest(/\/callback\?/);
    await page.getByRole('button', { name: 'Open the website' }).click();
    await page.locator('button[name=decision][value=connect]').click();
    keepCode((await arrived).url());
    await page.getByRole('button', { name: 'Use it', exact: true }).click();
    await page.getByText('This computer is connected to GPII Cloud').waitFor();
    await readCredential();
    await page.goto(`${home}set?lang=fr`);
    await page.getByRole('textbox').fill('not a credential');
    await page.getByRole('button', { name: 'Vérifier et enregistrer' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.title()).toContain('Erreur');
    expect(await findBarriers(page, 'manager-set-refused')).toEqual([]);
    await page.goto(`${home}revoke?lang=en`);
    await page.getByRole('button', { name: 'End the secret of this computer' }).click();
    await page.getByText('It is in local-only mode').waitFor();
    expect(await findBarriers(page, 'manager-revoked')).toEqual([]);
    await expect(stat(credentialFile)).rejects.toThrow('ENOENT');
    manager.signal('SIGTERM');
    expect((await manager.ended).code).toBe(0);
  }, 180_000);

  test('and nothing secret is left in arguments, environments, on screens, in addresses or in the browser’s profile', async () => {
    await person.close();
    watch.stop();
    const found = [
      ...findSecrets('an argument or environment', watch.seen()),
      ...terminals.flatMap((terminal) => findSecrets('a terminal', terminal.screen())),
      // The code comes by the address of the callback, and by no other.
      ...findSecrets('an address', addresses.filter((address) => !address.includes('/callback?')).join('\n')),
      ...findSecrets('the callback', addresses.join('\n'), ['one-time code']),
      // Browsers keep addresses they were led through: the codes in them are used up, and were worth nothing without a verifier.
      ...(await findSecretsInFolder(profile, ['one-time code'])),
      ...(await findSecretsInFolder(join(folder, 'manager'))),
    ];
    expect(found).toEqual([]);
    for (const code of codes) {
      const body = new URLSearchParams({ code, code_verifier: 'x'.repeat(43), label: 'a thief' });
      const { status, json } = await call(cloud.url, { path: '/client-credentials/exchange', body });
      expect([status, json]).toMatchObject([400, { error: 'invalid_grant' }]);
    }
    // The watch did see: programs, their openers, the browser and its parts.
    expect(watch.count()).toBeGreaterThan(10);
    expect(watch.seen()).toMatch(/xdg-open|gpii-manager\.js/);
  });
});
