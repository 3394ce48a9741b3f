import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCouchPeer, type CouchPeer } from '../../../store/test/support/start-couch-peer.ts';
import { runCloud, runJson, withFolder, withServer } from './run-cloud.ts';

let peer: CouchPeer;

beforeAll(async () => {
  // On disk: ids in the order of their bytes, as in CouchDB.
  peer = await startCouchPeer('leveldb');
});

afterAll(async () => {
  await peer.stop();
});

interface Migrated {
  readonly collections: Readonly<
    Record<string, { created: number; unchanged: number; replaced: number; kept: number }>
  >;
}

interface Account {
  readonly email: string;
}

const RECORDS = [
  { kind: 'account', email: 'ada@example.org', name: 'Ada', password: 'a long password' },
  {
    kind: 'clientCredential',
    clientId: 'gone',
    type: 'installed',
    name: 'Old',
    owner: 'ada@example.org',
    secrets: [],
    revokedAt: '2026-05-02T09:00:00Z',
  },
];

async function fill(folder: string, gpiiTokens = 1): Promise<void> {
  const tokens = Array.from({ length: gpiiTokens }, (_, n) => ({
    kind: 'gpiiToken',
    tokenHash: String(n).padStart(64, '0'),
    preferences: {},
  }));
  const lines = [...RECORDS, ...tokens].map((record) => `${JSON.stringify(record)}\n`);
  await runJson(folder, ['import', 'records', '-'], lines.join(''));
}

describe('store migrate', () => {
  it('copies everything, again makes no duplicates, and leaves what nodes changed since', async () => {
    await withFolder(async (folder) => {
      // More than leave in one batch.
      await fill(folder, 600);
      const url = `${peer.url}/all`;
      const first = await runJson<Migrated>(folder, ['store', 'migrate', '--to', url]);
      expect(first.collections).toMatchObject({
        revocations: { created: 1 },
        core: { unchanged: 0, replaced: 0, kept: 0 },
        safes: { created: 600 },
      });
      const accounts = await runJson<Account[]>(folder, ['accounts', 'list', '--store', url]);
      expect(accounts.map(({ email }) => email)).toEqual(['ada@example.org']);
      expect((await runCloud(folder, ['credentials', 'revoke', 'gone', '--store', url])).code).toBe(0);

      await runJson(folder, ['accounts', 'disable', 'ada@example.org', '--store', url]);
      const again = await runJson<Migrated>(folder, ['store', 'migrate', '--to', url]);
      expect(again.collections).toMatchObject({
        revocations: { created: 0, unchanged: 1 },
        core: { created: 0, kept: 1, unchanged: (first.collections.core?.created ?? 0) - 1 },
        safes: { created: 0, unchanged: 600 },
      });
    });
  });

  it('goes on where it stopped', async () => {
    await withFolder(async (folder) => {
      await fill(folder);
      const mark = { _id: ':migration', schemaVersion: 1, value: { state: 'running', at: '2026-01-01T00:00:00Z' } };
      const half = { _id: ':account:ada@example.org', schemaVersion: 1, value: { email: 'half of it' } };
      await fetch(`${peer.url}/half-core`, { method: 'PUT' });
      await fetch(`${peer.url}/half-core/_bulk_docs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ docs: [mark, half] }),
      });
      const { collections } = await runJson<Migrated>(folder, ['store', 'migrate', '--to', `${peer.url}/half`]);
      expect(collections.core).toMatchObject({ replaced: 1 });
    });
  });

  it('touches no CouchDB that holds other data', async () => {
    await withFolder(async (folder) => {
      await fill(folder);
      await withFolder(async (other) => {
        await runCloud(
          other,
          ['accounts', 'add', 'bob@example.org', '--store', `${peer.url}/used`],
          'a long password\n',
        );
      });
      const { code, stderr } = await runCloud(folder, ['store', 'migrate', '--to', `${peer.url}/used`]);
      expect([code, stderr]).toEqual([1, expect.stringContaining('Nothing was copied')]);
    });
  });

  it('refuses while a server runs, without a database, and with a password on the command line', async () => {
    await withFolder(async (folder) => {
      const migrate = ['store', 'migrate', '--to', `${peer.url}/never`];
      expect((await runCloud(folder, migrate)).code).toBe(69);
      await withServer(folder, async () => {
        const { code, stderr } = await runCloud(folder, migrate);
        expect([code, stderr]).toEqual([69, expect.stringContaining('in use by another process')]);
      });
      const shown = await runCloud(folder, ['store', 'migrate', '--to', 'http://admin:pw@127.0.0.1:1/x']);
      expect([shown.code, shown.stderr]).toEqual([78, expect.stringContaining('--to-credential-file')]);
      expect(shown.stderr).not.toContain('pw@');
    });
  });
});

describe('the store credential file', () => {
  it('is refused when others can read it, or it holds something else', async () => {
    await withFolder(async (folder) => {
      const file = join(folder, 'couch');
      const args = ['accounts', 'list', '--store', `${peer.url}/x`, '--store-credential-file', file];
      await writeFile(file, 'admin:a password', { mode: 0o644 });
      expect(await runCloud(folder, args)).toMatchObject({
        code: 78,
        stderr: expect.stringContaining('chmod 600') as string,
      });
      await writeFile(join(folder, 'other'), 'admin', { mode: 0o600 });
      const bad = await runCloud(folder, [...args.slice(0, -1), join(folder, 'other')]);
      expect(bad).toMatchObject({ code: 78, stderr: expect.stringContaining('user:password') as string });
    });
  });
});
