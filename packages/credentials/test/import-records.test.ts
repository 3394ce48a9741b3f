import type { GpiiTokenRecord, ImportRecord, ImportReport } from '@gpii/protocol';
import { describe, expect, it } from 'vitest';
import { importRecords } from '../src/import-records.ts';
import { ada, alice, library } from './support/records.ts';
import { withData, type OpenData } from './support/with-credentials.ts';

const created = { created: 1, updated: 0, unchanged: 0 };
const updated = { created: 0, updated: 1, unchanged: 0 };
const unchanged = { created: 0, updated: 0, unchanged: 1 };

const withFlat = (flat: NonNullable<GpiiTokenRecord['preferences']['flat']>): ImportRecord => ({
  ...alice,
  preferences: { flat },
});

/** What importing two lists, one after the other, reports for the second. */
async function importAfter(first: readonly ImportRecord[], second: readonly ImportRecord[]): Promise<ImportReport> {
  let report: ImportReport = {};
  await withData(async (data) => {
    await importRecords(data, first);
    report = await importRecords(data, second);
  });
  return report;
}

async function preferencesIn({ gpiiTokens }: OpenData): Promise<unknown> {
  return (await gpiiTokens.findPreferences(gpiiTokens.hash(alice.token ?? '')))?.preferences;
}

describe('importing records', () => {
  it('creates what is not there', async () => {
    expect(await importAfter([], [ada, library, alice])).toEqual({
      account: created,
      clientCredential: created,
      gpiiToken: created,
    });
  });

  it('changes nothing the second time', async () => {
    expect(await importAfter([ada, library, alice], [ada, library, alice])).toEqual({
      account: unchanged,
      clientCredential: unchanged,
      gpiiToken: unchanged,
    });
  });

  it('takes an email address in another case for the same account', async () => {
    expect(await importAfter([ada], [{ ...ada, email: 'aDA@lib.EXAMPLE' }])).toEqual({ account: unchanged });
  });

  it.each<[string, ImportRecord, ImportRecord]>([
    ['the name of an account', ada, { ...ada, name: 'Ada L.' }],
    ['a password', ada, { ...ada, password: 'another password' }],
    ['the name of a client credential', library, { ...library, name: 'Reading room' }],
    [
      'a further secret',
      library,
      { ...library, secrets: [...library.secrets, { secret: 'the second one', label: '' }] },
    ],
    ['the label of a secret', library, { ...library, secrets: [{ secret: 'canary-of-the-secret', label: 'renamed' }] }],
    ['the revocation of a client credential', library, { ...library, revokedAt: '2026-04-01T00:00:00Z' }],
    ['a preference', alice, withFlat({ contexts: {} })],
    ['readOnly', alice, { ...alice, readOnly: true }],
    ['the owner of a GPII token', alice, { ...alice, owner: 'ada@lib.example' }],
    ['the revocation of a GPII token', alice, { ...alice, revokedAt: '2026-04-01T00:00:00Z' }],
    [
      'the order of contexts, which matchmaking heeds',
      withFlat({ contexts: { a: { preferences: {} }, b: { preferences: {} } } }),
      withFlat({ contexts: { b: { preferences: {} }, a: { preferences: {} } } }),
    ],
  ])('updates %s', async (_what, before, after) => {
    expect(await importAfter([before], [after])).toEqual({ [after.kind]: updated });
  });

  it('takes a hash of the password in place of the password', async () => {
    const passwordHash = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21l$aGFzaGhhc2hoYXNoaGFzaGhhc2g';
    const record: ImportRecord = { kind: 'account', email: 'b@lib.example', name: '', passwordHash };
    expect(await importAfter([record], [record])).toEqual({ account: unchanged });
  });

  it('takes the SHA-256 of a secret for the same as the secret', async () => {
    const sha256 = '8a7ab4cbdabfd94ba8c8e4de8f0c1a1e38a1fa49ef7a2a5e1f8a1d4a9ac0a5e0';
    const record: ImportRecord = { ...library, secrets: [{ secretSha256: sha256, label: '' }] };
    expect(await importAfter([record], [record])).toEqual({ clientCredential: unchanged });
  });

  it.each([ada, library, alice])('takes the same record 20 times at once as one ($kind)', async (record) => {
    await withData(async (data) => {
      const reports = await Promise.all(Array.from({ length: 20 }, () => importRecords(data, [record])));
      const outcomes = reports.map((report) => JSON.stringify(report[record.kind]));
      expect([outcomes.filter((one) => one === JSON.stringify(created)).length, new Set(outcomes).size]).toEqual([
        1, 2,
      ]);
      expect(outcomes).toContain(JSON.stringify(unchanged));
    });
  });

  it('lets the later of two records of one thing count, the second time as well', async () => {
    const records = [withFlat({ name: 'first', contexts: {} }), withFlat({ name: 'second', contexts: {} })];
    await withData(async (data) => {
      await importRecords(data, records);
      await importRecords(data, records);
      expect(await preferencesIn(data)).toEqual({ flat: { name: 'second', contexts: {} } });
    });
  });

  it('takes the secrets of both of two records of one client credential', async () => {
    const other: ImportRecord = { ...library, secrets: [{ secret: 'the second one', label: '' }] };
    expect(await importAfter([], [library, other])).toEqual({
      clientCredential: { created: 1, updated: 1, unchanged: 0 },
    });
  });

  it('takes more records than it writes at a time', async () => {
    const records = Array.from({ length: 150 }, (_, index): ImportRecord => ({ ...alice, token: `token ${index}` }));
    expect(await importAfter([], records)).toEqual({ gpiiToken: { created: 150, updated: 0, unchanged: 0 } });
  });

  it('keeps when something was created', async () => {
    await withData(async (data) => {
      await importRecords(data, [library]);
      await importRecords({ ...data, now: () => new Date('2027-01-01T00:00:00Z') }, [{ ...library, name: 'Later' }]);
      const found = await data.store.core.get('credential:library-pc');
      expect(found?.value).toMatchObject({ name: 'Later', createdAt: '2026-05-01T12:00:00.000Z' });
    });
  });

  it('does not bring back what was revoked', async () => {
    await withData(async (data) => {
      await importRecords(data, [{ ...alice, revokedAt: '2026-04-01T00:00:00Z' }]);
      await importRecords(data, [alice]);
      expect(await data.gpiiTokens.findState(data.gpiiTokens.hash(alice.token ?? ''))).toBe('revoked');
    });
  });

  it('is known to a verifier that looked before', async () => {
    await withData(async (data) => {
      const verify = async (): Promise<boolean> =>
        (await data.verifier.verify('library-pc', 'canary-of-the-secret', '127.0.0.1')).ok;
      const before = await verify();
      await importRecords(data, [library]);
      expect([before, await verify()]).toEqual([false, true]);
    });
  });
});
