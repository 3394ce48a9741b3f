import { execFileSync } from 'node:child_process';
import { chown, mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readAs, REQUESTER, STRANGER, whyNoAccounts, type OsAccount } from '../support/accounts.ts';
import { makeComputer, type Computer } from '../support/computer.ts';
import { keyIn, keyOut } from '../support/local-calls.ts';
import { importRecords, makeCloud, type Cloud } from '../support/make-cloud.ts';
import { runCommand, type CommandResult } from '../support/run-command.ts';
import { runKeptCommand } from '../support/run-kept-command.ts';
import { keepSecret, makeSecret } from '../support/secrets.ts';
import { openSite, signInTo } from '../support/site-client.ts';
import { startProcess } from '../support/start-process.ts';
import { startServer, type StartedServer } from '../support/start-server.ts';
import { until } from '../support/until.ts';

const ada = { email: 'ada@example.org', password: makeSecret('account password') };

interface Status {
  readonly state: string;
  readonly message: string;
  readonly credential: { readonly name: string } | null;
  readonly revocation?: { readonly revokedAt: string; readonly revokedBy: string; readonly reason: string };
}

describe.skipIf(whyNoAccounts !== undefined)(`GPII Manager (${whyNoAccounts ?? 'as root'})`, () => {
  let cloud: Cloud;
  let computer: Computer;
  let folder: string;
  let credentialFile: string;
  let requester: StartedServer;
  let flowManager: StartedServer;
  beforeAll(async () => {
    cloud = await makeCloud();
    await importRecords(cloud.dataDir, JSON.stringify({ kind: 'account', name: 'Ada', ...ada }));
    computer = await makeComputer();
    // What install-services makes: a folder of the access requester's own account.
    execFileSync('chmod', ['711', computer.folder]);
    folder = join(computer.folder, 'gpii-access-requester');
    await mkdir(folder, { mode: 0o700 });
    await chown(folder, REQUESTER.uid, REQUESTER.gid);
    credentialFile = join(folder, 'credential.json');
    await chown(computer.channelKeyFile, REQUESTER.uid, REQUESTER.gid);
    requester = await startServer(
      'requester',
      [
        ...['--port', '0', '--cloud-url', cloud.url],
        ...['--credential-file', credentialFile, '--channel-key-file', computer.channelKeyFile],
      ],
      REQUESTER,
    );
    flowManager = await startServer('flowManager', [
      ...['--port', '0', '--cloud-url', cloud.url, '--requester-url', requester.url],
      ...['--device', computer.deviceFile, '--channel-key-file', computer.channelKeyFile],
    ]);
  });

  function manage(args: readonly string[], more: { input?: string } = {}): Promise<CommandResult> {
    return runKeptCommand({ program: 'manager', args, env: environment(), ...more });
  }

  function manageAs(account: OsAccount, args: readonly string[]): Promise<CommandResult> {
    return runCommand({ program: 'manager', args, env: environment(), uid: account.uid, gid: account.gid });
  }

  function environment(): Record<string, string> {
    return {
      GPII_MANAGER_CLOUD_URL: cloud.url,
      GPII_MANAGER_CREDENTIAL_FILE: credentialFile,
      GPII_MANAGER_FLOW_MANAGER_URL: flowManager.url,
      GPII_MANAGER_REQUESTER_URL: requester.url,
      GPII_MANAGER_COMPUTER_NAME: 'LIB-PC-07',
      GPII_MANAGER_RECORD_FILE: join(computer.folder, 'manager', 'changes.jsonl'),
    };
  }

  async function signIn(): Promise<CommandResult> {
    const result = await manage(['sign-in', '--email', ada.email, '--password-stdin'], { input: `${ada.password}\n` });
    keepSecret('client secret', await secretOf());
    return result;
  }

  async function readCredential(): Promise<{ client_id: string; client_secret: string }> {
    const file = JSON.parse(await readFile(credentialFile, 'utf8')) as {
      installed: { client_id: string; client_secret: string };
    };
    return file.installed;
  }

  async function secretOf(): Promise<string> {
    return (await readCredential()).client_secret;
  }

  async function statusAs(account?: OsAccount): Promise<{ code: number | null; status: Status }> {
    const args = ['status', '--json'];
    const { code, stdout } = await (account === undefined ? manage(args) : manageAs(account, args));
    return { code, status: JSON.parse(stdout) as Status };
  }

  test('tells who is not an administrator so, before it asks for anything', async () => {
    const { code, stdout, stderr } = await manageAs(STRANGER, ['connect']);
    expect([code, stdout]).toEqual([77, '']);
    expect(stderr).toContain('Run: sudo gpii-manager connect');
  });

  test('signs in (option 2): people can key in at once, and nobody but the requester can read the secret', async () => {
    const { code, stderr } = await signIn();
    expect([code, stderr]).toEqual([0, expect.stringContaining('Do this only if you trust') as string]);
    const { uid, mode } = await stat(credentialFile);
    expect([uid, mode & 0o777]).toEqual([REQUESTER.uid, 0o600]);
    expect(readAs(STRANGER, credentialFile)).toMatch(/Permission denied/);
    expect((await keyIn(flowManager.url, cloud.people.alice)).status).toBe(200);
    await keyOut(flowManager.url, cloud.people.alice);
    expect(await statusAs()).toMatchObject({
      code: 0,
      status: { state: 'connected', credential: { name: 'LIB-PC-07' } },
    });
    // Who may not read it hears it from the flow manager.
    expect(await statusAs(STRANGER)).toMatchObject({ code: 0, status: { state: 'connected' } });
  });

  test('refuses a wrong password, and what works goes on', async () => {
    const before = await readFile(credentialFile, 'utf8');
    const { code, stderr } = await manage(['sign-in', '--email', ada.email, '--password-stdin'], { input: 'wrong\n' });
    expect([code, stderr]).toEqual([1, expect.stringContaining('Nothing was changed') as string]);
    expect(await readFile(credentialFile, 'utf8')).toBe(before);
  });

  test('hands nothing over for a password where the operator switched that off', async () => {
    const strict = await makeCloud(['--sign-in-within-apps', 'no']);
    const args = ['sign-in', '--cloud-url', strict.url, '--email', ada.email, '--password-stdin'];
    const there = await manage(args, { input: `${ada.password}\n` });
    expect([there.code, there.stderr]).toEqual([1, expect.stringContaining('use the browser') as string]);
  });

  test('takes what was pasted (option 1), and checks it before it replaces what works', async () => {
    const { clientId, clientSecret } = cloud.installed;
    const before = await readFile(credentialFile, 'utf8');
    const wrong = await manage(['set', '--stdin'], { input: `${clientId}\nnot-the-secret` });
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining("doesn't accept") as string]);
    expect(await readFile(credentialFile, 'utf8')).toBe(before);
    const pasted = await manage(['set', '--stdin'], { input: `  “${clientId}” \r\n ‘${clientSecret}’\n\n` });
    expect(pasted.code, pasted.stderr).toBe(0);
    expect(await secretOf()).toBe(clientSecret);
  });

  test('rotates without a key-in that fails, and revokes what it has', async () => {
    await signIn();
    const before = await secretOf();
    const keyIns = (async (): Promise<number[]> => {
      const statuses: number[] = [];
      for (let count = 0; count < 20; count++) {
        statuses.push((await keyIn(flowManager.url, cloud.people.bob)).status);
        await keyOut(flowManager.url, cloud.people.bob);
      }
      return statuses;
    })();
    const rotated = await manage(['rotate', '--overlap-hours', '1']);
    expect(rotated.code, rotated.stderr).toBe(0);
    keepSecret('client secret', await secretOf());
    expect(await secretOf()).not.toBe(before);
    expect(new Set(await keyIns)).toEqual(new Set([200]));
    const saved = await readFile(credentialFile, 'utf8');
    expect((await manage(['revoke', '--yes'])).code).toBe(0);
    expect((await statusAs()).status.state).toBe('local-only');
    // The file turns up again, from a backup say: it is known to be worth nothing.
    const again = await manage(['set', '--stdin'], { input: saved });
    expect([again.code, again.stderr]).toEqual([
      1,
      expect.stringMatching(/was revoked on .* by the computer itself/) as string,
    ]);
  });

  test('revoked on the website: the next key-in says so, it says when, by whom and why, and connect repairs it', async () => {
    await signIn();
    const { client_id: clientId } = await readCredential();
    const site = openSite(cloud.url);
    await signInTo(site, ada);
    const asked = await site.get(`/credentials/revoke?id=${clientId}`);
    const revoked = await site.send(asked, '/credentials/revoke', { reason: 'lost laptop' });
    expect(revoked.status).toBe(200);

    const person = await cloud.newPerson();
    const refused = await keyIn(flowManager.url, person);
    expect([refused.status, refused.json.message]).toEqual([
      409,
      "This computer isn't connected to GPII Cloud. Tell the staff: code 401-R. Settings on this computer still apply.",
    ]);
    const { code, status } = await statusAs();
    expect([code, status.state]).toEqual([4, 'revoked']);
    const { revokedAt, ...whoAndWhy } = status.revocation ?? { revokedAt: '' };
    expect(whoAndWhy).toEqual({ revokedBy: `account:${ada.email}`, reason: 'lost laptop' });
    expect(Math.abs(Date.now() - Date.parse(revokedAt))).toBeLessThan(60_000);
    expect(status.message).toMatch(
      /^The credential “LIB-PC-07” was revoked on \d+ \w+ \d{4} by ada@example\.org \(reason: lost laptop\)\. It can't be switched back on/,
    );
    expect((await statusAs(STRANGER)).status.state).toBe('refused');

    const manager = startProcess({
      program: 'manager',
      args: ['connect', '--no-browser', '--yes'],
      env: environment(),
      isServer: false,
    });
    const address = await until('the manager says where', () => /http:\S+\/connect\?\S+/.exec(manager.stderr())?.[0]);
    const { pathname, search } = new URL(address);
    const page = await site.get(pathname + search);
    const approved = await site.send(page, page.path, { decision: 'connect' });
    expect(approved.status, approved.text).toBe(303);
    const back = String(approved.headers.location);
    keepSecret('one-time code', new URL(back).searchParams.get('code') ?? '');
    const forged = back.replace(/state=[^&]*/, `state=${'x'.repeat(43)}`);
    for (let count = 0; count < 100; count++) expect((await fetch(forged)).status).toBe(404);
    expect((await fetch(back)).status).toBe(200);
    expect((await manager.ended).code, manager.stderr()).toBe(0);
    keepSecret('client secret', await secretOf());
    expect((await keyIn(flowManager.url, person)).status).toBe(200);
    await keyOut(flowManager.url, person);
  });

  test('GPII Cloud is away: it says so, and doctor what to do', async () => {
    const away = ['--cloud-url', 'http://127.0.0.1:9'];
    const rotated = await manage(['rotate', ...away]);
    expect([rotated.code, rotated.stderr]).toEqual([69, expect.stringContaining("can't reach") as string]);
    const doctor = await manage(['doctor', ...away]);
    expect([doctor.code, doctor.stdout]).toEqual([4, expect.stringContaining('✖ GPII Cloud') as string]);
  });
});
