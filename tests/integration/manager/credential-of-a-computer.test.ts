import { execFileSync } from 'node:child_process';
import { chown, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readAs, REQUESTER, STRANGER, whyNoAccounts } from '../support/accounts.ts';
import { makeComputer, type Computer } from '../support/computer.ts';
import { keyIn, keyOut } from '../support/local-calls.ts';
import { importRecords, makeCloud, type Cloud } from '../support/make-cloud.ts';
import { runCommand, type CommandResult } from '../support/run-command.ts';
import { keepSecret, makeSecret } from '../support/secrets.ts';
import { startServer, type StartedServer } from '../support/start-server.ts';

const ada = { email: 'ada@example.org', password: makeSecret('account password') };

interface Status {
  readonly state: string;
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

  function manage(
    args: readonly string[],
    more: { input?: string; uid?: number; gid?: number } = {},
  ): Promise<CommandResult> {
    const env = {
      GPII_MANAGER_CLOUD_URL: cloud.url,
      GPII_MANAGER_CREDENTIAL_FILE: credentialFile,
      GPII_MANAGER_FLOW_MANAGER_URL: flowManager.url,
      GPII_MANAGER_REQUESTER_URL: requester.url,
      GPII_MANAGER_COMPUTER_NAME: 'LIB-PC-07',
    };
    return runCommand({ program: 'manager', args, env, ...more });
  }

  async function signIn(): Promise<CommandResult> {
    const result = await manage(['sign-in', '--email', ada.email, '--password-stdin'], { input: `${ada.password}\n` });
    keepSecret('client secret', await secretOf());
    return result;
  }

  async function secretOf(): Promise<string> {
    const file = JSON.parse(await readFile(credentialFile, 'utf8')) as { installed: { client_secret: string } };
    return file.installed.client_secret;
  }

  async function statusAs(account?: typeof STRANGER): Promise<{ code: number | null; status: Status }> {
    const { code, stdout } = await manage(['status', '--json'], account);
    return { code, status: JSON.parse(stdout) as Status };
  }

  test('is in local-only mode before anything was done, which is no error', async () => {
    const { code, status } = await statusAs();
    expect([code, status.state, status.credential]).toEqual([3, 'local-only', null]);
    const skipped = await manage(['setup', '--skip']);
    expect([skipped.code, skipped.stdout]).toEqual([0, expect.stringContaining('local-only mode') as string]);
  });

  test('tells who is not an administrator so, before it asks for anything', async () => {
    for (const command of ['connect', 'set', 'sign-in', 'enrol', 'rotate', 'revoke', 'forget', 'setup']) {
      const { code, stdout, stderr } = await manage([command], STRANGER);
      expect([command, code, stdout]).toEqual([command, 77, '']);
      expect(stderr).toContain('needs an administrator');
      expect(stderr).toContain(`sudo gpii-manager ${command}`);
    }
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

  test('asks for no password where the installer or the operator switched that off', async () => {
    const here = await manage(['sign-in', '--sign-in', 'no'], { input: '' });
    expect([here.code, here.stderr]).toEqual([1, expect.stringContaining('switched off on this computer') as string]);
    const strict = await makeCloud(['--sign-in-within-apps', 'no']);
    const args = ['sign-in', '--cloud-url', strict.url, '--email', ada.email, '--password-stdin'];
    const there = await manage(args, { input: `${ada.password}\n` });
    expect([there.code, there.stderr]).toEqual([1, expect.stringContaining('use the browser') as string]);
  });

  test('takes a credential by stdin or file (option 1), and checks it before it replaces what works', async () => {
    const { clientId, clientSecret } = cloud.installed;
    const before = await readFile(credentialFile, 'utf8');
    const wrong = await manage(['set', '--stdin'], { input: `${clientId}\nnot-the-secret` });
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining("doesn't accept") as string]);
    expect(await readFile(credentialFile, 'utf8')).toBe(before);
    const pasted = await manage(['set', '--stdin'], { input: `  “${clientId}” \r\n ‘${clientSecret}’\n\n` });
    expect(pasted.code, pasted.stderr).toBe(0);
    expect(await secretOf()).toBe(clientSecret);
    const saved = join(computer.folder, 'saved.json');
    await writeFile(
      saved,
      JSON.stringify({ installed: { client_id: clientId, client_secret: clientSecret, name: 'PC1' } }),
    );
    const fromFile = await manage(['set', '--file', saved, '--delete-file']);
    expect(fromFile.code, fromFile.stderr).toBe(0);
    await expect(stat(saved)).rejects.toThrow('ENOENT');
    for (const { stdout, stderr } of [wrong, pasted, fromFile]) expect(stdout + stderr).not.toContain(clientSecret);
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

  test('says when, by whom and why a credential was revoked', async () => {
    await signIn();
    const own = (JSON.parse(await readFile(credentialFile, 'utf8')) as { installed: { client_id: string } }).installed;
    const revoked = await runCommand({
      program: 'cloud',
      args: ['credentials', 'revoke', own.client_id, '--reason', 'lost laptop', '--data-dir', cloud.dataDir],
    });
    expect(revoked.code, revoked.stderr).toBe(0);
    const { code, status } = await statusAs();
    expect([code, status.state, status.revocation?.reason]).toEqual([4, 'revoked', 'lost laptop']);
    const refused = await keyIn(flowManager.url, await cloud.newPerson());
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('401-R') as string]);
    expect((await statusAs(STRANGER)).status.state).toBe('refused');
  });

  test('GPII Cloud is away: it says so, changes nothing, and forget still works', async () => {
    await signIn();
    const away = ['--cloud-url', 'http://127.0.0.1:9'];
    const before = await readFile(credentialFile, 'utf8');
    const results = [
      await manage(['rotate', ...away]),
      await manage(['revoke', '--yes', ...away]),
      await manage(['set', '--stdin', ...away], { input: before }),
    ];
    for (const { code, stderr } of results)
      expect([code, stderr]).toEqual([69, expect.stringContaining("can't reach") as string]);
    expect(await readFile(credentialFile, 'utf8')).toBe(before);
    expect((await manage(['status', ...away])).code).toBe(4);
    const doctor = await manage(['doctor', ...away]);
    expect([doctor.code, doctor.stdout]).toEqual([4, expect.stringContaining('✖ GPII Cloud') as string]);
    expect((await manage(['forget', '--yes', ...away])).code).toBe(0);
    await expect(stat(credentialFile)).rejects.toThrow('ENOENT');
  });
});
