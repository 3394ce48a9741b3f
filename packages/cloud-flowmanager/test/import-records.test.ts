import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '@gpii/store';
import { describe, expect, it } from 'vitest';
import { readOperator, runCommand, withCloud } from './support/run-cloud.ts';
import { withFiles } from './support/temp-folder.ts';

const lines = [
  { kind: 'account', email: 'ada@lib.example', password: 'canary-of-the-password' },
  {
    kind: 'clientCredential',
    clientId: 'pc',
    type: 'installed',
    name: '',
    owner: 'a@b',
    secrets: [{ secret: 'canary-of-the-secret' }],
  },
  { kind: 'gpiiToken', token: 'canary-of-the-gpii-token', preferences: {} },
].map((record) => JSON.stringify(record));
const allCreated =
  'accounts: 1 created, 0 updated, 0 unchanged\n' +
  'client credentials: 1 created, 0 updated, 0 unchanged\n' +
  'GPII tokens: 1 created, 0 updated, 0 unchanged\n';
const allUnchanged = allCreated.replaceAll('1 created, 0 updated, 0', '0 created, 0 updated, 1');

describe('gpii-cloud import records', () => {
  it('takes a file, with empty lines, a byte order mark and the line ends of Windows', async () => {
    await withFiles({ 'r.jsonl': `\uFEFF${lines.join('\r\n\r\n')}\r\n` }, async (folder) => {
      const args = ['import', 'records', join(folder, 'r.jsonl'), '--data-dir', join(folder, 'data')];
      expect(await runCommand(args)).toMatchObject({ exitCode: 0, stdout: allCreated });
    });
  });

  it('takes standard input, into a server that is running as well, and nothing twice', async () => {
    await withFiles({}, async (folder) => {
      const importAll = async (): Promise<unknown> =>
        runCommand(['import', 'records', '-', '--data-dir', folder], { stdin: lines.join('\n') });
      await withCloud(folder, async () => {
        expect(await importAll()).toEqual({ exitCode: 0, stdout: allCreated, stderr: '' });
        expect(await importAll()).toEqual({ exitCode: 0, stdout: allUnchanged, stderr: '' });
      });
    });
  });

  it('lets a running server know what it took', async () => {
    await withFiles({}, async (folder) => {
      await withCloud(folder, async ({ url }) => {
        const form = {
          grant_type: 'password',
          username: 'canary-of-the-gpii-token',
          client_id: 'pc',
          client_secret: 'canary-of-the-secret',
        };
        const ask = async (): Promise<number> =>
          (await fetch(`${url}/oauth2/access_token`, { method: 'POST', body: new URLSearchParams(form) })).status;
        const before = await ask();
        await runCommand(['import', 'records', '-', '--data-dir', folder], { stdin: lines.join('\n') });
        expect([before, await ask()]).toEqual([401, 200]);
      });
    });
  });

  it('takes many records into a running server', async () => {
    const many = Array.from({ length: 250 }, (_, index) =>
      JSON.stringify({ kind: 'gpiiToken', token: `t${index}`, preferences: { flat: { name: 'x'.repeat(100_000) } } }),
    );
    await withFiles({}, async (folder) => {
      await withCloud(folder, async () => {
        const args = ['import', 'records', '-', '--data-dir', folder];
        expect((await runCommand(args, { stdin: many.join('\n') })).stdout).toBe(
          'GPII tokens: 250 created, 0 updated, 0 unchanged\n',
        );
      });
    });
  });

  it('names bad lines with their field, shows nothing of them, and takes nothing', async () => {
    const secret = JSON.stringify({
      kind: 'clientCredential',
      clientId: 'pc',
      type: 'x',
      name: '',
      owner: 'a@b',
      secrets: [{ secret: 'canary1' }],
    });
    const bad = [
      lines[0],
      secret,
      '{"secret":"canary2',
      '',
      '{"kind":"canary3"}',
      '{"kind":"gpiiToken","preferences":{},"canary":1}',
    ];
    await withFiles({ 'r.jsonl': bad.join('\n') }, async (folder) => {
      const file = join(folder, 'r.jsonl');
      const { exitCode, stdout, stderr } = await runCommand([
        'import',
        'records',
        file,
        '--data-dir',
        join(folder, 'data'),
      ]);
      const fields = stderr
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.replace(`  ✖ ${file}:`, '').split(': ').slice(0, 2));
      expect([exitCode, stdout, fields]).toEqual([
        1,
        '',
        [
          ['2', 'type'],
          ['2', 'secrets.0.secret'],
          ['3', 'not JSON'],
          ['5', 'kind'],
          ['6', 'Unrecognized key'],
          ['6', 'token'],
        ].map((pair) => pair.map((word) => expect.stringContaining(word) as string)),
      ]);
      expect(stderr).not.toMatch(/canary[123]/);
    });
  });

  it('takes the rest with --skip-bad and counts bad lines, not what is wrong with them', async () => {
    await withFiles({}, async (folder) => {
      const stdin = [...lines, '{"kind":"account","email":"x","name":3}'].join('\n');
      const { exitCode, stdout } = await runCommand(
        ['import', 'records', '-', '--data-dir', folder, '--skip-bad', '--json'],
        { stdin },
      );
      expect([exitCode, JSON.parse(stdout)]).toMatchObject([0, { imported: { account: { created: 1 } }, skipped: 1 }]);
    });
  });

  it('says that there was nothing', async () => {
    await withFiles({}, async (folder) => {
      expect((await runCommand(['import', 'records', '-', '--data-dir', folder])).stdout).toBe('Nothing to import.\n');
    });
  });

  it('ends with exit 69 when the file is not there', async () => {
    await withFiles({}, async (folder) => {
      const { exitCode, stderr } = await runCommand(['import', 'records', join(folder, 'none'), '--data-dir', folder]);
      expect([exitCode, stderr]).toEqual([69, `The file ${join(folder, 'none')} can't be read.\n`]);
    });
  });
});

describe('finding the running server', () => {
  const args = (folder: string): string[] => ['import', 'records', '-', '--data-dir', folder];

  it('notices an operator.json that a killed server left', async () => {
    await withFiles({}, async (folder) => {
      await withCloud(folder, async ({ stop }) => {
        await stop('SIGKILL');
      });
      const { exitCode, stderr } = await runCommand(args(folder), { stdin: lines.join('\n') });
      expect([exitCode, stderr]).toEqual([0, expect.stringContaining('is stale')]);
    });
  });

  it('sends no record to whoever listens where a killed server did', async () => {
    await withFiles({}, async (folder) => {
      await withFiles({}, async (elsewhere) => {
        await withCloud(elsewhere, async ({ operatorUrl }) => {
          // Another cloud has the port by now, and answers.
          const stale = { ...(await readOperator(elsewhere)), operatorUrl };
          await writeFile(join(folder, 'operator.json'), JSON.stringify(stale));
          await runCommand(args(folder), { stdin: lines.join('\n') });
          expect((await runCommand(args(elsewhere), { stdin: lines.join('\n') })).stdout).toBe(allCreated);
        });
      });
    });
  });

  it.each(['', '{}', '{"operatorUrl":3}'])('makes do without an operator.json that says %j', async (text) => {
    await withFiles({ 'operator.json': text }, async (folder) => {
      expect((await runCommand(args(folder), { stdin: lines.join('\n') })).stdout).toBe(allCreated);
    });
  });

  it('ends with one sentence and exit 69 when the folder is open and the server cannot be found', async () => {
    await withFiles({}, async (folder) => {
      const store = await openStore({ dataDir: folder });
      const { exitCode, stdout, stderr } = await runCommand(args(folder), { stdin: lines.join('\n') });
      await store.close();
      expect([exitCode, stdout, stderr]).toEqual([69, '', `The data folder ${folder} is in use by another process\n`]);
    });
  });

  it('ends with exit 1 when the server does not take the operator key', async () => {
    await withFiles({}, async (folder) => {
      await withCloud(folder, async () => {
        const wrong = { ...(await readOperator(folder)), operatorKey: 'wrong' };
        await writeFile(join(folder, 'operator.json'), JSON.stringify(wrong));
        const { exitCode, stderr } = await runCommand(args(folder), { stdin: lines.join('\n') });
        expect([exitCode, stderr]).toEqual([1, expect.stringContaining('does not carry the operator key')]);
      });
    });
  });

  it('takes the data folder from the environment', async () => {
    await withFiles({}, async (folder) => {
      const env = { GPII_CLOUD_DATA_DIR: folder };
      await runCommand(['import', 'records', '-'], { stdin: lines.join('\n'), env });
      expect((await runCommand(args(folder), { stdin: lines.join('\n') })).stdout).toBe(allUnchanged);
    });
  });
});
