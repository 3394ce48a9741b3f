import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importRecords } from '../src/import-records.ts';
import { ada, alice, library } from './support/records.ts';
import { withDataIn, withFolder } from './support/with-credentials.ts';

/** All bytes of the data folder, after records were imported and changed. */
let bytes = Buffer.alloc(0);
let accounts: readonly unknown[] = [];
let secrets: readonly unknown[] = [];

beforeAll(async () => {
  await withFolder(async (folder) => {
    await withDataIn(folder, async (data) => {
      await importRecords(data, [ada, library, alice]);
      const revokedAt = '2026-04-01T00:00:00Z';
      await importRecords(data, [
        { ...ada, name: 'A' },
        { ...library, revokedAt },
        { ...alice, revokedAt },
      ]);
      accounts = await data.store.core.listByPrefix('account:');
      secrets = await data.store.core.listByPrefix('secret:');
    });
    const names = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    bytes = Buffer.concat(await Promise.all(files.map((file) => readFile(file))));
  });
});
afterAll(() => {
  bytes = Buffer.alloc(0);
});

describe('the data folder', () => {
  it.each(['canary-of-the-password', 'canary-of-the-secret', 'canary-of-the-gpii-token'])(
    'holds %s in none of its bytes',
    (canary) => {
      expect(bytes.includes(canary)).toBe(false);
    },
  );

  it.each(['canary-of-the-name', 'canary-of-the-preference'])('does hold %s, so the search finds things', (canary) => {
    expect(bytes.includes(canary)).toBe(true);
  });

  it('keeps a password as its Argon2id hash', () => {
    expect(accounts).toMatchObject([{ value: { passwordHash: expect.stringMatching(/^\$argon2id\$/) as string } }]);
  });

  it('keeps a secret as its SHA-256', () => {
    expect(secrets).toMatchObject([
      { value: { sha256: '52783161e1651be46adc507e7d0f10d80a82abc299045522d6294b9f16e09f0b', label: 'first' } },
    ]);
  });
});
