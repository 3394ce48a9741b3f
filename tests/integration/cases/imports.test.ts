import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OPERATOR_FILE_NAME } from '@gpii/protocol';
import { beforeAll, describe, expect, test } from 'vitest';
import { askForToken, getSettings, getToken } from '../support/cloud-calls.ts';
import { makeCloud, makeCloudContent, startCloud, type Cloud } from '../support/make-cloud.ts';
import { runCommand, type CommandResult } from '../support/run-command.ts';
import { runKeptCommand } from '../support/run-kept-command.ts';
import { makeSecret } from '../support/secrets.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const GOOD = `// a comment, as JSON5 has them
{ flat: { contexts: { 'gpii-default': { preferences: { 'http://registry.gpii.net/common/fontSize': 22 } } } } }`;

/** A folder of preference sets, by GPII token. */
async function makePreferences(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(await makeTemporaryFolder(), 'preferences');
  await mkdir(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, `${name}.json5`), text);
  return folder;
}

function importInto(
  dataDir: string,
  kind: 'preferences' | 'records',
  args: readonly string[],
  input = '',
): Promise<CommandResult> {
  return runKeptCommand({ program: 'cloud', args: ['import', kind, ...args, '--data-dir', dataDir], input });
}

describe('gpii-cloud import', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await makeCloud();
  });

  async function expectSettings(gpiiToken: string, url = cloud.url): Promise<void> {
    const token = await getToken(url, cloud.installed, gpiiToken);
    expect((await getSettings(url, gpiiToken, token)).status).toBe(200);
  }

  test('loads preference sets into a cloud that runs, and none twice', async () => {
    const newcomer = makeSecret('GPII token');
    await expect(getToken(cloud.url, cloud.installed, newcomer)).rejects.toThrow('invalid_grant');
    const folder = await makePreferences({ [newcomer]: GOOD });
    const first = await importInto(cloud.dataDir, 'preferences', [folder]);
    expect(first).toEqual({ code: 0, stdout: 'GPII tokens: 1 created, 0 updated, 0 unchanged\n', stderr: '' });
    await expectSettings(newcomer);
    const second = await importInto(cloud.dataDir, 'preferences', [folder, '--json']);
    expect(JSON.parse(second.stdout)).toEqual({
      imported: { gpiiToken: { created: 0, updated: 0, unchanged: 1 } },
      skipped: 0,
    });
  });

  test('loads records from stdin, and none twice', async () => {
    const { records, people, installed } = makeCloudContent();
    const first = await importInto(cloud.dataDir, 'records', ['-'], records);
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: '' });
    expect(first.stdout).toContain('client credentials: 5 created, 0 updated, 0 unchanged\n');
    expect(first.stdout).toContain('GPII tokens: 5 created, 0 updated, 0 unchanged\n');
    expect((await askForToken(cloud.url, installed, people.slash)).status).toBe(200);
    const second = await importInto(cloud.dataDir, 'records', ['-'], records);
    expect(second.stdout).toContain('accounts: 0 created, 0 updated, 1 unchanged\n');
    expect(second.stdout).toContain('client credentials: 0 created, 0 updated, 5 unchanged\n');
  });

  test('names file, line and field of what is bad, and takes nothing of it', async () => {
    const good = makeSecret('GPII token');
    const folder = await makePreferences({
      [good]: GOOD,
      'no-json5': '{\n  flat: {\n    contexts: ,\n}',
      'wrong-field': "{\n  flat: {\n    contexts: {\n      'gpii-default': { preferences: 5 },\n    },\n  },\n}",
    });
    const refused = await importInto(cloud.dataDir, 'preferences', [folder]);
    expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/no-json5\.json5:3: not JSON5/);
    expect(refused.stderr).toMatch(/wrong-field\.json5:4: flat\.contexts\.gpii-default\.preferences: /);
    await expect(getToken(cloud.url, cloud.installed, good)).rejects.toThrow('invalid_grant');
    const rest = await importInto(cloud.dataDir, 'preferences', [folder, '--skip-bad']);
    expect(rest).toMatchObject({ code: 0, stdout: 'GPII tokens: 1 created, 0 updated, 0 unchanged\n' });
    await expectSettings(good);
  });

  test('does not show a bad record, which may hold a secret', async () => {
    const secret = makeSecret('client secret');
    const record = { kind: 'clientCredential', clientId: 'c', type: 'desktop', secrets: [{ secret }] };
    const records = `${makeCloudContent().records}${JSON.stringify(record)}\n{"secret": "${secret}"\n`;
    const refused = await importInto(cloud.dataDir, 'records', ['-'], records);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/standard input:12: type: /);
    expect(refused.stderr).toMatch(/standard input:13: not JSON/);
  });

  test('says when there is nothing to be had', async () => {
    const missing = await importInto(cloud.dataDir, 'preferences', [join(cloud.dataDir, 'nowhere')]);
    expect({ code: missing.code, stdout: missing.stdout }).toEqual({ code: 69, stdout: '' });
    expect(missing.stderr).toMatch(/^The folder \S+ can't be read\.\n$/);
  });

  test('loads into the folder itself behind a cloud that was killed', async () => {
    await cloud.server.kill();
    const newcomer = makeSecret('GPII token');
    const folder = await makePreferences({ [newcomer]: GOOD });
    const args = ['import', 'preferences', folder, '--data-dir', cloud.dataDir];
    const imported = await runCommand({ program: 'cloud', args });
    expect(imported.code).toBe(0);
    expect(imported.stderr).toMatch(new RegExp(`^The ${OPERATOR_FILE_NAME} in \\S+ is stale: .*\\n$`));
    const server = await startCloud(cloud.dataDir);
    await expectSettings(newcomer, server.url);
  });
});
