import { chmod, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { openStore } from '@gpii/store';
import { describe, expect, it } from 'vitest';
import { runCloud, runJson, withFolder, withServer } from './run-cloud.ts';

const EMAIL = 'ada@lib.example';
const PASSWORD = 'canary-of-the-password';
const TOKEN = 'canary-of-the-gpii-token';

interface Installed {
  readonly client_id: string;
  readonly client_secret: string;
}

async function keyIn(url: string, { client_id, client_secret }: Installed): Promise<number> {
  const body = new URLSearchParams({ grant_type: 'password', client_id, client_secret, username: TOKEN });
  return (await fetch(`${url}/oauth2/access_token`, { method: 'POST', body })).status;
}

async function createCredential(dataDir: string, name: string): Promise<Installed> {
  const args = ['credentials', 'create', '--owner', EMAIL, '--name', name, '--credential-file', '-'];
  const { stdout, stderr } = await runCloud(dataDir, [...args, '--public-url', 'http://127.0.0.1']);
  if (stdout === '') throw new Error(stderr);
  return (JSON.parse(stdout) as { installed: Installed }).installed;
}

/** An account, a person and two client credentials. */
async function fill(dataDir: string): Promise<[Installed, Installed]> {
  await runJson(dataDir, ['accounts', 'add', EMAIL], PASSWORD);
  await runJson(dataDir, ['tokens', 'add'], TOKEN);
  return [await createCredential(dataDir, 'PC1'), await createCredential(dataDir, 'PC2')];
}

const countAudit = async (dataDir: string): Promise<number> =>
  (await runJson<object[]>(dataDir, ['audit', '--limit', '1000'])).length;

describe('a backup', () => {
  it(
    'of a running server restores elsewhere: who could key in can, what was revoked stays so',
    { timeout: 90_000 },
    () =>
      withFolder(async (folder) => {
        const [dataDir, restored, file] = ['data', 'restored', 'backup.jsonl.gz'].map((name) => join(folder, name));
        if (dataDir === undefined || restored === undefined || file === undefined) throw new Error();
        let clients: [Installed, Installed] | undefined;
        await withServer(dataDir, async (url) => {
          clients = await fill(dataDir);
          await runJson(dataDir, ['credentials', 'revoke', clients[1].client_id, '--reason', 'lost']);
          expect([await keyIn(url, clients[0]), await keyIn(url, clients[1])]).toEqual([200, 401]);
          const report = await runJson<{ counts: { audit: number } }>(dataDir, ['backup', file]);
          expect(report).toMatchObject({ file, counts: { revocations: 1, safes: 1 } });
          // Documents: the records, and the ids by which histories find theirs.
          expect(report.counts.audit).toBeGreaterThan(await countAudit(dataDir));
        });
        expect((await stat(file)).mode & 0o777).toBe(0o600);
        expect(await readdir(folder)).toEqual(['backup.jsonl.gz', 'data']);
        const clear = gunzipSync(await readFile(file)).toString();
        const secrets = [PASSWORD, TOKEN, ...(clients ?? []).map(({ client_secret }) => client_secret)];
        expect(secrets.filter((secret) => clear.includes(secret))).toEqual([]);

        await runJson(restored, ['restore', file]);
        expect(await countAudit(restored)).toBe(await countAudit(dataDir));
        await withServer(restored, async (url) => {
          const [first, second] = clients ?? [];
          if (first === undefined || second === undefined) throw new Error();
          expect([await keyIn(url, first), await keyIn(url, second)]).toEqual([200, 401]);
        });
      }),
  );

  it('never replaces a file unless told, and goes into a folder under a name of its own', () =>
    withFolder(async (folder) => {
      const dataDir = join(folder, 'data');
      await mkdir(dataDir);
      await runJson(dataDir, ['accounts', 'add', EMAIL], PASSWORD);
      const file = join(folder, 'mine');
      await writeFile(file, 'mine');
      const refused = await runCloud(dataDir, ['backup', file]);
      expect([refused.code, await readFile(file, 'utf8')]).toEqual([1, 'mine']);
      expect(refused.stderr).toContain(`The file ${file} is there already`);
      expect((await runCloud(dataDir, ['backup', file, '--overwrite'])).code).toBe(0);
      expect(gunzipSync(await readFile(file)).toString()).toContain('gpiiCloudBackup');
      const named = await runJson<{ file: string }>(dataDir, ['backup', folder]);
      expect(named.file).toMatch(/gpii-cloud-\d{8}T\d{6}Z\.jsonl\.gz$/);
      expect((await readdir(folder)).sort()).toHaveLength(3);
      expect((await runCloud(dataDir, ['backup', join(folder, 'no', 'such', 'folder')])).code).toBe(1);
    }));
});

describe('a restore', () => {
  it('takes nothing of a backup that was cut or changed', () =>
    withFolder(async (folder) => {
      const dataDir = join(folder, 'data');
      await mkdir(dataDir);
      await runJson(dataDir, ['accounts', 'add', EMAIL], PASSWORD);
      const file = join(folder, 'backup');
      await runJson(dataDir, ['backup', file]);
      const text = gunzipSync(await readFile(file)).toString();
      const lines = text.trimEnd().split('\n');
      const damaged: Record<string, Buffer> = {
        changed: gzipSync(text.replace(EMAIL, 'eve@lib.example')),
        withoutEnd: gzipSync(`${lines.slice(0, -1).join('\n')}\n`),
        withoutOne: gzipSync(`${lines.toSpliced(2, 1).join('\n')}\n`),
        other: gzipSync('{"hello":1}\n'),
        newer: gzipSync(text.replace('"gpiiCloudBackup":1', '"gpiiCloudBackup":2')),
        notPacked: Buffer.from(text),
      };
      const restored = join(folder, 'restored');
      const ends: unknown[] = [];
      for (const [name, content] of Object.entries(damaged)) {
        await writeFile(join(folder, name), content);
        ends.push((await runCloud(restored, ['restore', join(folder, name)])).code);
      }
      await truncate(file, (await stat(file)).size - 5);
      const cut = await runCloud(restored, ['restore', file]);
      expect(cut.stderr).toContain('its end is missing');
      expect([...ends, cut.code]).toEqual([1, 1, 1, 1, 1, 1, 1]);
      await expect(stat(restored)).rejects.toThrow('ENOENT');
    }));

  it(
    'of an old backup undoes no revocation that came after it, and puts aside what was there',
    { timeout: 90_000 },
    () =>
      withFolder(async (folder) => {
        const dataDir = join(folder, 'data');
        const file = join(folder, 'backup');
        await mkdir(dataDir);
        const [first, second] = await fill(dataDir);
        await runJson(dataDir, ['backup', file]);
        await runJson(dataDir, ['credentials', 'revoke', second.client_id]);
        expect((await runCloud(dataDir, ['restore', file])).code).toBe(1);
        const report = await runJson<{ putAside: string }>(dataDir, ['restore', file, '--force']);
        expect(report).toMatchObject({ revocationsKept: 1, counts: { revocations: 0 } });
        expect(await readdir(report.putAside)).toEqual(expect.arrayContaining(['core', 'keys.json', 'safes']));
        await withServer(dataDir, async (url) => {
          expect([await keyIn(url, first), await keyIn(url, second)]).toEqual([200, 401]);
          const inUse = await runCloud(dataDir, ['restore', file, '--force']);
          expect(inUse).toMatchObject({ code: 69, stderr: expect.stringContaining('stop the server first') as string });
          expect(await keyIn(url, first)).toBe(200);
        });
        // The disk lost all but the revocation file: nothing is in the way then.
        for (const name of await readdir(dataDir)) {
          if (name !== 'revocations.log') await rm(join(dataDir, name), { recursive: true });
        }
        await runJson(dataDir, ['restore', file]);
        await withServer(dataDir, async (url) => {
          expect([await keyIn(url, first), await keyIn(url, second)]).toEqual([200, 401]);
        });
      }),
  );

  it('that was cut short leaves a folder that nothing starts on, until it is run again', () =>
    withFolder(async (folder) => {
      const dataDir = join(folder, 'data');
      const file = join(folder, 'backup');
      await mkdir(dataDir);
      await runJson(dataDir, ['accounts', 'add', EMAIL], PASSWORD);
      await runJson(dataDir, ['backup', file]);
      await writeFile(join(dataDir, 'restore-not-finished'), '');
      const refused = await runCloud(dataDir, ['accounts', 'list']);
      expect(refused).toMatchObject({ code: 78, stderr: expect.stringContaining('was not finished') as string });
      await runJson(dataDir, ['restore', file, '--force']);
      expect(await runJson(dataDir, ['accounts', 'list'])).toMatchObject([{ email: EMAIL }]);
    }));
});

describe('a data folder', () => {
  it('that is not there is begun by an import alone, which says so; foreign folders are left alone', () =>
    withFolder(async (folder) => {
      const missing = join(folder, 'mistyped');
      const foreign = join(folder, 'foreign');
      await mkdir(foreign);
      await writeFile(join(foreign, 'thesis.txt'), '');
      const commands = [
        ['accounts', 'list'],
        ['backup', join(folder, 'b')],
        ['store', 'upgrade'],
      ];
      for (const dataDir of [missing, foreign]) {
        for (const args of commands) {
          const { code, stderr } = await runCloud(dataDir, args);
          expect([code, stderr.includes(dataDir)]).toEqual([69, true]);
        }
      }
      expect(await readdir(folder)).toEqual(['foreign']);
      expect(await readdir(foreign)).toEqual(['thesis.txt']);
      expect((await runCloud(foreign, ['import', 'records', '-'])).code).toBe(69);
      const begun = await runCloud(missing, ['import', 'records', '-']);
      expect(begun).toMatchObject({ code: 0, stderr: expect.stringContaining(missing) as string });
      expect((await runCloud(missing, ['accounts', 'list'])).code).toBe(0);
    }));

  it('of a newer version is refused with a sentence and exit code 78, and upgraded never backwards', () =>
    withFolder(async (dataDir) => {
      await runJson(dataDir, ['accounts', 'add', EMAIL], PASSWORD);
      expect(await runJson(dataDir, ['store', 'upgrade'])).toEqual({ from: 1, to: 1, steps: [] });
      const store = await openStore({ dataDir, deadlineMs: 20_000 });
      await store.core.create('store-version', { version: 2 });
      await store.close();
      for (const args of [
        ['serve', '--port', '0', '--data-dir', dataDir],
        ['accounts', 'list'],
        ['store', 'upgrade'],
      ]) {
        const { code, stderr } = await runCloud(dataDir, args);
        expect([code, stderr.split('\n')[0]]).toEqual([78, expect.stringContaining('a newer program wrote it')]);
      }
    }));

  it.skipIf(process.platform === 'win32')('whose keys others can read starts nothing', () =>
    withFolder(async (dataDir) => {
      await runJson(dataDir, ['accounts', 'add', EMAIL], PASSWORD);
      const keys = join(dataDir, 'keys.json');
      await chmod(keys, 0o644);
      const { code, stderr } = await runCloud(dataDir, ['serve', '--port', '0', '--data-dir', dataDir]);
      expect([code, stderr.includes(keys)]).toEqual([78, true]);
    }),
  );
});
