import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findSecretsInFolder } from '../support/find-secrets-in-folder.ts';
import { judgeProcess } from '../support/judge-process.ts';
import { findSecrets, makeSecret } from '../support/secrets.ts';
import { createServerLog } from '../support/server-log.ts';
import type { StartedProcess } from '../support/start-process.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

describe('what every test file ends with', () => {
  test('finds a secret as it is, percent-encoded and in JSON, and does not repeat it', () => {
    const secret = makeSecret('GPII token', 'a/b"');
    for (const text of [secret, `/user/${encodeURIComponent(secret)}/login`, JSON.stringify({ secret })]) {
      const [found = ''] = findSecrets('somewhere', `before ${text} after`);
      expect(found).toMatch(/^somewhere shows a GPII token/);
      expect(found).not.toContain(secret);
    }
    expect(findSecrets('somewhere', secret, ['GPII token'])).toEqual([]);
  });

  test('finds a secret in a file, unless it belongs there', async () => {
    const folder = await makeTemporaryFolder();
    const secret = makeSecret('client secret');
    await mkdir(join(folder, 'core'));
    await writeFile(join(folder, 'core/000003.log'), Buffer.from(`\u0000\u00ff${secret}\u0000`, 'latin1'));
    await writeFile(join(folder, 'credential.json'), JSON.stringify({ secret }));
    const found = await findSecretsInFolder(folder);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/000003\.log shows a client secret/);
  });

  test('finds a line that is not JSON, a reason that is no word of ours, and a secret in an environment', () => {
    const log = createServerLog('a server');
    log.add('{"reason":"no_such_word"}\n{"reason":"rate_limited"}\nplain words\n');
    const server: Pick<
      StartedProcess,
      'name' | 'args' | 'isServer' | 'log' | 'stderr' | 'seenArguments' | 'seenEnvironment'
    > = {
      name: 'a server',
      args: [],
      isServer: true,
      log,
      stderr: () => '',
      seenArguments: () => '',
      seenEnvironment: () => `SECRET=${makeSecret('channel key')}`,
    };
    expect(judgeProcess(server as StartedProcess)).toEqual([
      expect.stringMatching(/^environment of a server shows a channel key/),
      expect.stringMatching(/not JSON: plain words$/),
      expect.stringMatching(/REASONS has not: no_such_word$/),
    ]);
  });
});
