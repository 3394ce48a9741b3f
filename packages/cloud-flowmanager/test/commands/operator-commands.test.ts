import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCloud, runJson, withFolder, withServer } from './run-cloud.ts';

const EMAIL = 'ada@lib.example';
const PASSWORD = 'canary-of-the-password';
const TOKEN = 'canary-of-the-gpii-token';

interface CredentialFile {
  installed: { client_id: string; client_secret: string; name: string; token_uri: string };
}

/** Status of a token request at a running server. */
async function keyIn(url: string, { installed }: CredentialFile, username = TOKEN): Promise<number> {
  const { client_id, client_secret } = installed;
  const body = new URLSearchParams({ grant_type: 'password', client_id, client_secret, username });
  return (await fetch(`${url}/oauth2/access_token`, { method: 'POST', body })).status;
}

async function readCredentialFile(path: string): Promise<CredentialFile> {
  return JSON.parse(await readFile(path, 'utf8')) as CredentialFile;
}

async function bytesIn(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Buffer.concat(await Promise.all(files.map((file) => readFile(file))));
}

describe('operator commands', () => {
  it('link a GPII token to an account, and take it away', async () => {
    await withFolder(async (dataDir) => {
      await runJson(dataDir, ['accounts', 'add', EMAIL], PASSWORD);
      const refused = await runCloud(dataDir, ['accounts', 'link', EMAIL], TOKEN);
      expect([refused.code, refused.stderr.includes('Nobody has this GPII token.')]).toEqual([1, true]);
      await runJson(dataDir, ['tokens', 'add'], TOKEN);
      const given = ['accounts', 'link', EMAIL, '--label', 'My card'];
      const { linkId } = await runJson<{ linkId: string }>(dataDir, given, TOKEN);
      const listed = await runJson<object>(dataDir, ['accounts', 'links', EMAIL]);
      expect(listed).toMatchObject({ links: [{ linkId, label: 'My card' }], consents: [] });
      expect((await runCloud(dataDir, ['accounts', 'stop-sharing', EMAIL, 'some-site'])).code).toBe(1);
      await runJson(dataDir, ['accounts', 'unlink', EMAIL, linkId]);
      expect(await runJson<object>(dataDir, ['accounts', 'links', EMAIL])).toEqual({ links: [], consents: [] });
      expect((await bytesIn(dataDir)).includes(TOKEN)).toBe(false);
    });
  });

  it('make an enrolment key with which a computer gets a secret from the server', async () => {
    await withFolder(async (dataDir) => {
      await withServer(dataDir, async (url) => {
        await runJson(dataDir, ['accounts', 'add', EMAIL], PASSWORD);
        const create = ['credentials', 'create', '--owner', EMAIL, '--name', 'Lab'];
        const { clientId } = await runJson<{ clientId: string }>(dataDir, create);
        const { stdout } = await runCloud(dataDir, ['enrolment-keys', 'create', clientId, '--uses', '2']);
        const answer = await fetch(`${url}/client-credentials/enrol`, {
          method: 'POST',
          body: new URLSearchParams({ enrolment_key: stdout.trim(), machine_id: 'm', label: 'Lab 7' }),
        });
        const { installed } = (await answer.json()) as CredentialFile;
        expect(installed).toMatchObject({ client_id: clientId, token_uri: `${url}/oauth2/access_token` });
        const keys = await runJson<object[]>(dataDir, ['enrolment-keys', 'list']);
        expect(keys).toMatchObject([{ clientId, uses: 2, usesLeft: 1 }]);
      });
    });
  });

  it('make, rotate and revoke a credential of a running server, and export what restores', async () => {
    await withFolder(async (folder) => {
      const dataDir = join(folder, 'data');
      const first = join(folder, 'first.json');
      const second = join(folder, 'second.json');
      const records = join(folder, 'records.jsonl');
      let secrets: string[] = [];
      await withServer(dataDir, async (url) => {
        await runJson(dataDir, ['accounts', 'add', EMAIL, '--name', 'Ada'], `${PASSWORD}\n`);
        await runJson(dataDir, ['tokens', 'add'], TOKEN);
        await runJson(dataDir, [
          'credentials',
          'create',
          '--owner',
          EMAIL,
          '--name',
          'PC1',
          '--credential-file',
          first,
        ]);
        const old = await readCredentialFile(first);
        expect(old.installed).toMatchObject({ name: 'PC1', token_uri: `${url}/oauth2/access_token` });
        expect((await stat(first)).mode & 0o777).toBe(0o600);
        expect(await keyIn(url, old)).toBe(200);
        const { client_id: clientId } = old.installed;
        const rotate = ['credentials', 'rotate', clientId, '--overlap-hours', '0', '--credential-file', second];
        await runJson(dataDir, rotate);
        const fresh = await readCredentialFile(second);
        expect([await keyIn(url, old), await keyIn(url, fresh)]).toEqual([401, 200]);
        const shown = await runJson<{ secrets: object[] }>(dataDir, ['credentials', 'show', clientId]);
        expect(shown.secrets).toMatchObject([
          { ended: true, lastUsedFrom: '127.0.0.1' },
          { ended: false, origin: 'rotated' },
        ]);
        expect((await runCloud(dataDir, ['export', '--output', records])).code).toBe(0);
        await runJson(dataDir, ['credentials', 'revoke', clientId, '--reason', 'lost']);
        expect(await keyIn(url, fresh)).toBe(401);
        secrets = [old.installed.client_secret, fresh.installed.client_secret];
      });
      const restored = join(folder, 'restored');
      await runCloud(restored, ['accounts', 'list']);
      await cp(join(dataDir, 'keys.json'), join(restored, 'keys.json'));
      await runJson(restored, ['import', 'records', records]);
      await withServer(restored, async (url) => {
        expect(await keyIn(url, await readCredentialFile(second))).toBe(200);
        expect(await keyIn(url, await readCredentialFile(first))).toBe(401);
      });
      const stored = Buffer.concat([await bytesIn(dataDir), await readFile(records)]);
      expect([PASSWORD, TOKEN, ...secrets].filter((clear) => stored.includes(clear))).toEqual([]);
      expect(stored.includes(EMAIL)).toBe(true);
    });
  });

  it('work on the folder itself where no server runs, and leave audit records', async () => {
    await withFolder(async (dataDir) => {
      await runJson(dataDir, ['accounts', 'add', EMAIL], PASSWORD);
      const create = ['credentials', 'create', '--owner', EMAIL, '--name', 'PC1', '--public-url', 'https://a.example'];
      const { code, stdout } = await runCloud(dataDir, [...create, '--credential-file', '-']);
      const { installed } = JSON.parse(stdout) as CredentialFile;
      expect(code).toBe(0);
      expect(installed.token_uri).toBe('https://a.example/oauth2/access_token');
      const listed = await runJson<object[]>(dataDir, ['credentials', 'list', '--owner', EMAIL]);
      expect(listed).toMatchObject([{ clientId: installed.client_id, name: 'PC1', owner: EMAIL }]);
      await runJson(dataDir, ['accounts', 'disable', EMAIL]);
      const refused = await runCloud(dataDir, create);
      expect(refused).toMatchObject({ code: 1, stdout: '', stderr: `The account ${EMAIL} was disabled.\n` });
      const audit = await runJson<{ action: string; actor: string }[]>(dataDir, ['audit']);
      expect(audit.map(({ action }) => action)).toEqual([
        'account_disabled',
        'secret_handed_out',
        'credential_created',
        'account_created',
      ]);
      expect(audit.every(({ actor }) => /^operator:./.test(actor))).toBe(true);
    });
  });

  it('end with the exit codes that --help lists', async () => {
    await withFolder(async (folder) => {
      const taken = join(folder, 'taken.json');
      const notAFolder = join(folder, 'taken.json', 'data');
      await writeFile(taken, 'mine');
      const data = join(folder, 'data');
      await mkdir(data);
      const ends = await Promise.all([
        runCloud(folder, ['credentials', 'create']),
        runCloud(notAFolder, ['accounts', 'list']),
      ]);
      const unknown = await runCloud(data, ['credentials', 'show', 'nobody']);
      const overwriting = await runCloud(data, ['credentials', 'hand-out', 'nobody', '--credential-file', taken]);
      const empty = await runCloud(data, ['accounts', 'add', EMAIL]);
      expect([...ends, unknown, overwriting, empty].map(({ code }) => code)).toEqual([64, 69, 1, 1, 64]);
      expect(await readFile(taken, 'utf8')).toBe('mine');
    });
  });
});
