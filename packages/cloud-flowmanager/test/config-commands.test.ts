import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand, withCloud } from './support/run-cloud.ts';
import { withFiles } from './support/temp-folder.ts';

describe('gpii-cloud config check', () => {
  it('exits 0 where serve would start, and leaves nothing behind', async () => {
    await withFiles({}, async (folder) => {
      const { exitCode, stdout } = await runCommand(['config', 'check', '--data-dir', join(folder, 'data')]);
      expect({ exitCode, stdout }).toEqual({
        exitCode: 0,
        stdout: 'gpii-cloud would start: settings, config, files and folders are right.\n',
      });
      expect(await readdir(folder)).toEqual([]);
    });
  });

  it('says all problems at once, exit 78', async () => {
    await withFiles({ file: '' }, async (folder) => {
      const { exitCode, stderr } = await runCommand(
        [
          ...['config', 'check', '--wrong', '--port', '99999', '--data-dir', join(folder, 'file')],
          ...['--solutions', join(folder, 'none'), '--revision-file', join(folder, 'file')],
        ],
        { env: { GPII_CLOUD_LOG_LEVEL: 'loud' } },
      );
      expect(exitCode).toBe(78);
      for (const problem of [
        '--wrong: no such setting',
        '--port: Expected a port number',
        'GPII_CLOUD_LOG_LEVEL: Expected one of',
        'The data folder',
        'The revision file',
        'The folder of solutions registries',
      ]) {
        expect(stderr).toContain(`✖ ${problem}`);
      }
    });
  });

  it('names a config that cannot be used, and what is wrong besides', async () => {
    await withFiles({ 'bad.json5': '{ type: ' }, async (folder) => {
      const { exitCode, stderr } = await runCommand([
        ...['config', 'check', '--config', join(folder, 'bad.json5'), '--host', ''],
        ...['--data-dir', join(folder, 'data')],
      ]);
      expect(exitCode).toBe(78);
      expect(stderr).toContain("bad.json5 can't be used");
      expect(stderr).toContain('✖ --host');
    });
  });

  it('takes damaged keys and a data folder in use for what they are', async () => {
    await withFiles({}, async (folder) => {
      const data = join(folder, 'data');
      const check = ['config', 'check', '--data-dir', data];
      await withCloud(data, async () => {
        expect((await runCommand(check)).exitCode).toBe(0);
      });
      expect((await runCommand(check)).exitCode).toBe(0);
      await writeFile(join(data, 'keys.json'), '{}');
      const damaged = await runCommand(check);
      expect(damaged.exitCode).toBe(78);
      expect(damaged.stderr).toContain('keys.json');
    });
  });

  it('looks at what --only settings needs', async () => {
    const apart = ['config', 'check', '--only', 'settings'];
    const bare = await runCommand(apart);
    expect(bare.exitCode).toBe(78);
    expect(bare.stderr).toContain('--introspection-url is needed');
    expect(bare.stderr).toContain('--client-credential-file is needed');
    const credential = JSON.stringify({ installed: { client_id: 'a', client_secret: 'b' } });
    await withFiles({ 'own.json': credential }, async (folder) => {
      const given = ['--introspection-url', 'http://127.0.0.1:1', '--client-credential-file', join(folder, 'own.json')];
      const all = [...apart, ...given, '--data-dir', join(folder, 'data')];
      await chmod(join(folder, 'own.json'), 0o644);
      const open = await runCommand(all);
      expect(open.exitCode).toBe(78);
      expect(open.stderr).toContain('Others than its owner can read');
      await chmod(join(folder, 'own.json'), 0o600);
      expect(await runCommand(all)).toMatchObject({ exitCode: 0 });
    });
  });
});

describe('gpii-cloud config print', () => {
  it('says where each setting came from', async () => {
    await withFiles(
      {
        'own.json5': `{ type: 'test.own', mergeConfigs: '%cloud-flowmanager/configs/cloud.json5', options: { settings: { host: '0.0.0.0' } } }`,
      },
      async (folder) => {
        const { exitCode, stdout } = await runCommand(
          ['config', 'print', '--json', '--port', '0', '--config', join(folder, 'own.json5')],
          { env: { GPII_CLOUD_PUBLIC_URL: 'https://ada:pass-4711@cloud.example' } },
        );
        expect(exitCode).toBe(0);
        expect(JSON.parse(stdout)).toMatchObject({
          service: 'gpii-cloud',
          settings: {
            port: { value: 0, from: 'flag' },
            publicUrl: { value: 'https://[redacted]@cloud.example', from: 'environment' },
            host: { value: '0.0.0.0', from: 'config' },
            logLevel: { value: 'info', from: 'default' },
            only: { value: null, from: null },
          },
        });
        expect(stdout).not.toContain('4711');
      },
    );
  });

  it('prints a table for people, and what is wrong on stderr', async () => {
    const { exitCode, stdout, stderr } = await runCommand(['config', 'print', '--port', 'x']);
    expect(exitCode).toBe(78);
    expect(stdout).toMatch(/^--host +127\.0\.0\.1 +default$/m);
    expect(stderr).toContain('--port: Expected a port number');
  });
});
