import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { findChildren, isAlive } from '../support/child-processes.ts';
import { cloneDir } from '../support/places.ts';
import type { CommandResult } from '../support/run-command.ts';
import { makeSecret } from '../support/secrets.ts';
import { openSite } from '../support/site-client.ts';
import type { StartedProcess } from '../support/start-process.ts';
import { keepSecretsOf, runTrialOnce, startTrial } from '../support/start-trial.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { testFile } from '../support/test-file.ts';
import { until } from '../support/until.ts';

/** Waits until the trial has come as far as to say something. */
async function untilItSays(trial: StartedProcess, words: string): Promise<void> {
  await until(
    `the trial says “${words}”`,
    () => {
      if (!trial.isRunning()) throw new Error(`The trial ended: ${trial.stderr()}`);
      return trial.log.text().includes(words);
    },
    40_000,
  );
}

async function register(url: string): Promise<void> {
  const site = openSite(url);
  const fields = { email: 'new@example.org', name: 'New', password: makeSecret('account password') };
  await site.send(await site.get('/register'), '/register', fields);
}

/** One sentence on stderr, no stack. What a command of ours that fails is told with: trial/test/run-command.test.ts. */
function expectSentence({ code, stderr }: CommandResult, words: RegExp): void {
  expect(code, stderr).toBe(69);
  expect(stderr).toMatch(words);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
}

describe('npm start', () => {
  let dataDir: string;
  let first: CommandResult;
  beforeAll(async () => {
    dataDir = join(await makeTemporaryFolder(), 'trial');
    first = await runTrialOnce(dataDir);
  });

  test('keys the demo person in, shows what each solution gets, and leaves with 0', () => {
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/gpii-cloud +http:\/\/127\.0\.0\.1:\d+/);
    expect(first.stdout).toMatch(/gpii-access-requester +http:\/\/127\.0\.0\.1:\d+/);
    expect(first.stdout).toMatch(/gpii-flowmanager +http:\/\/127\.0\.0\.1:\d+/);
    expect(first.stdout).toMatch(/Keyed in with chidi-magnifier-contrast: Keyed in\. GPII Cloud sent settings for \d/);
    expect(first.stdout).toMatch(/org\.gnome\.desktop\.a11y\.magnifier[^\n]*\n +\S+ +\S/);
    expect(first.stdout).toContain('All three servers have stopped');
  });

  test('stores and logs no GPII token and no password', async () => {
    const password = /, password (\S+)/.exec(first.stdout)?.[1] ?? '';
    expect(password.length).toBeGreaterThan(12);
    const people = (await readdir(join(cloneDir, 'trial/data/preferences'))).map((name) => name.replace('.json5', ''));
    const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
    const shown: string[] = [];
    for (const entry of entries.filter((one) => one.isFile())) {
      const text = await readFile(join(entry.parentPath, entry.name), 'utf8');
      for (const word of [password, ...people]) if (text.includes(word)) shown.push(`${entry.name} shows ${word}`);
    }
    expect(shown).toEqual([]);
  });

  test('finds its data at the second start, keeps a third away from it, and leaves no process behind after Ctrl-C', async () => {
    const trial = startTrial(dataDir);
    await untilItSays(trial, 'Stop with Ctrl-C');
    const children = findChildren(trial.pid);
    expect(children).toHaveLength(3);
    expect(trial.log.text()).toContain('The cloud has its data from an earlier start');
    await register(/account website:\n +(\S+)/.exec(trial.log.text())?.[1] ?? '');
    await untilItSays(trial, 'Mail to new@example.org: Create your GPII account');
    expect(trial.log.text()).toMatch(/^ {2}http:\S+\/register\/confirm\?token=\S+$/m);
    expect(trial.log.text()).not.toMatch(/, password \S/);
    expectSentence(await runTrialOnce(dataDir), /data folder .* is in use by another process/);
    expect(children.filter(isAlive)).toEqual(children);
    trial.signal('SIGINT');
    expect(await trial.ended).toEqual({ code: 0, signal: null });
    expect(children.filter(isAlive)).toEqual([]);
  });

  test('takes its servers along when it is killed', async () => {
    const trial = startTrial(dataDir);
    await untilItSays(trial, 'The untrusted flow manager is up');
    const children = findChildren(trial.pid);
    expect(children.length).toBeGreaterThanOrEqual(3);
    await trial.kill();
    try {
      await until('its servers have ended', () => !children.some(isAlive), 12_000);
    } finally {
      for (const child of children.filter(isAlive)) process.kill(child, 'SIGKILL');
    }
  });

  test('says which port is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen({ host: '127.0.0.1', port: 0 }, resolve);
    });
    testFile.closers.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    const others = ['--cloud-port', '0', '--flow-manager-port', '0'];
    const failed = await runTrialOnce(dataDir, [...others, '--requester-port', String(port)]);
    expectSentence(failed, new RegExp(`^Port ${port} is taken.*--requester-port 0$`, 'm'));
  });

  test('says that its credential file is damaged, and leaves it as it is', async () => {
    keepSecretsOf(dataDir);
    const file = join(dataDir, 'access-requester/credential.json');
    const whole = await readFile(file, 'utf8');
    await writeFile(file, whole.slice(0, 40));
    expectSentence(await runTrialOnce(dataDir), /credential\.json holds no client credential: delete it/);
    expect(await readFile(file, 'utf8')).toBe(whole.slice(0, 40));
    await writeFile(file, whole);
  });
});
