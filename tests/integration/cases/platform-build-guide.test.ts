import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeComputer } from '../support/computer.ts';
import { makeCloud, type Cloud } from '../support/make-cloud.ts';
import { cloneDir } from '../support/places.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const run = promisify(execFile);

describe('docs/platform-build.md, as a reader follows it', () => {
  let cloud: Cloud;
  let folder: string;
  let commands: readonly string[];
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    const blocks = readBlocks(await readFile(join(cloneDir, 'docs/platform-build.md'), 'utf8'));
    folder = join(await makeTemporaryFolder(), 'mine');
    await mkdir(folder, { mode: 0o700 });
    await symlink(join(cloneDir, 'node_modules'), join(folder, '..', 'node_modules'));
    for (const { file, text } of blocks) if (file !== undefined) await writeFile(join(folder, file), text);
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    commands = blocks.filter(({ file }) => file === undefined).map(({ text }) => text);
    cloud = await makeCloud();
    const { credentialFile } = await makeComputer(cloud.installed);
    env = {
      PATH: `${process.env.PATH ?? ''}:${join(cloneDir, 'node_modules/.bin')}`,
      CLOUD_URL: cloud.url,
      CREDENTIAL_FILE: credentialFile,
      GPII_TOKEN: cloud.people.alice,
    };
  });

  const follow = (text = ''): Promise<{ stdout: string; stderr: string }> =>
    run('sh', ['-e', '-c', text], { cwd: folder, env, timeout: 50_000 });

  test('says two commands', () => {
    expect(commands).toHaveLength(2);
  });

  test('its data source passes the contract tests', async () => {
    const { stdout } = await follow(commands[0]);
    expect(stdout).toMatch(/^# pass 1[0-9]$/m);
    expect(stdout).toMatch(/^# fail 0$/m);
  });

  test('its build keys a person in', async () => {
    const { stdout, stderr } = await follow(commands[1]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/org\.gnome\.desktop\.interface/);
    expect(stdout).toMatch(/fontSize\s.*24/);
  });
});

/** A block of the page: a file where its first line names one (```` ```js lines.js ````), else commands (```` ```sh ````). */
interface Block {
  readonly file: string | undefined;
  readonly text: string;
}

function readBlocks(page: string): readonly Block[] {
  return [...page.matchAll(/^```(\w+)(?: (\S+))?\n(.*?)^```$/gms)].map(([, , file, text = '']) => ({ file, text }));
}
