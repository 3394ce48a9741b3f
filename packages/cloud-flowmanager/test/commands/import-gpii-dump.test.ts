import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readGpiiDump } from '../../../operator/src/import/read-gpii-dump.ts';
import { runCloud, runJson, withFolder } from './run-cloud.ts';

const preferences = { flat: { contexts: { 'gpii-default': { preferences: { 'http://a.example/size': 2 } } } } };
const updated = '2020-03-01T00:00:00.000Z';
const documents = [
  { _id: 'alice', type: 'gpiiKey', prefsSafeId: 'prefsSafe-alice', revoked: false },
  { _id: 'bob', type: 'gpiiKey', prefsSafeId: 'gone', revoked: true, timestampUpdated: updated },
  { _id: 'prefsSafe-alice', type: 'prefsSafe', prefsSafeType: 'snapset', name: 'alice', preferences },
  { _id: 'client-1', type: 'gpiiAppInstallationClient', name: 'AJC Bakersfield' },
  {
    _id: 'credential-1',
    type: 'clientCredential',
    clientId: 'client-1',
    oauth2ClientId: 'pilot-computer',
    oauth2ClientSecret: 'pilot-computer-secret',
    revoked: false,
    allowedIPBlocks: ['192.0.2.0/24'],
    isCreateGpiiKeyAllowed: true,
    isCreatePrefsSafeAllowed: true,
    allowedPrefsToWrite: null,
  },
  { _id: 'token-1', type: 'gpiiAppInstallationAuthorization', accessToken: 'x' },
  { _id: '_design/views', views: {} },
];

async function writeDump(folder: string, docs: readonly object[]): Promise<string> {
  const file = join(folder, 'dump.json');
  await writeFile(file, JSON.stringify({ total_rows: docs.length, rows: docs.map((doc) => ({ id: 'x', doc })) }));
  return file;
}

describe('a dump of an old GPII', () => {
  it('becomes GPII tokens with their preferences, and credentials with the secrets that computers have', async () => {
    await withFolder(async (folder) => {
      const { records, bad } = await readGpiiDump(await writeDump(folder, documents), 'ada@lib.example');
      expect(bad).toEqual([]);
      expect(records).toEqual([
        {
          kind: 'clientCredential',
          clientId: 'pilot-computer',
          type: 'installed',
          name: 'AJC Bakersfield',
          owner: 'ada@lib.example',
          secrets: [{ secret: 'pilot-computer-secret', label: 'credential-1' }],
          allowedIPBlocks: ['192.0.2.0/24'],
          mayCreateGpiiTokens: true,
          mayCreatePreferences: true,
        },
        { kind: 'gpiiToken', token: 'alice', preferences, readOnly: true },
        { kind: 'gpiiToken', token: 'bob', preferences: {}, readOnly: false, revokedAt: updated },
      ]);
    });
  });

  it('is imported, the second time without a change', async () => {
    await withFolder(async (folder) => {
      const file = await writeDump(folder, documents);
      const data = join(folder, 'data');
      await runJson(data, ['import', 'gpii-dump', file]);
      expect(await runJson(data, ['import', 'gpii-dump', file])).toEqual({
        imported: {
          clientCredential: { created: 0, updated: 0, unchanged: 1 },
          gpiiToken: { created: 0, updated: 0, unchanged: 2 },
        },
        skipped: 0,
      });
    });
  });

  it('with a bad document names its place and shows no secret', async () => {
    await withFolder(async (folder) => {
      const bad = { ...documents[4], oauth2ClientSecret: 'canary' };
      const { code, stderr } = await runCloud(join(folder, 'data'), [
        'import',
        'gpii-dump',
        await writeDump(folder, [documents[3] ?? {}, bad]),
      ]);
      expect(code).toBe(1);
      expect(stderr).toContain('(document 2)');
      expect(stderr).not.toContain('canary');
    });
  });
});
