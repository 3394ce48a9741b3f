import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startSettingsServer } from './support/settings-server.ts';
import { runCommand, withCloud, type RunningCloud } from './support/run-cloud.ts';
import { withFiles } from './support/temp-folder.ts';

const registryOf = (...ids: readonly string[]): string =>
  JSON.stringify(Object.fromEntries(ids.map((id) => [id, { name: id, settingsHandlers: {} }])));
const records = [
  {
    kind: 'clientCredential',
    clientId: 'pc',
    type: 'installed',
    name: '',
    owner: 'a@b',
    secrets: [{ secret: 'pc-secret-1' }],
  },
  { kind: 'gpiiToken', token: 'alice', preferences: {} },
].map((record) => `${JSON.stringify(record)}\n`);
const device = encodeURIComponent(JSON.stringify({ OS: { id: 'linux' }, solutions: [{ id: 'a' }, { id: 'b' }] }));

/** What a function gives that lists the solutions which the cloud knows. */
async function solutionsAsker({ url }: RunningCloud): Promise<() => Promise<string>> {
  const form = { grant_type: 'password', username: 'alice', client_id: 'pc', client_secret: 'pc-secret-1' };
  const answer = await fetch(`${url}/oauth2/access_token`, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return async () => {
    const settings = await fetch(`${url}/alice/settings/${device}`, { headers: { authorization: `Bearer ${token}` } });
    const { solutionsRegistryEntries } = (await settings.json()) as { solutionsRegistryEntries: object };
    return Object.keys(solutionsRegistryEntries).join();
  };
}

async function withRegistry(
  test: (cloud: RunningCloud, place: { folder: string; file: string; dataDir: string }) => Promise<void>,
): Promise<void> {
  await withFiles({ 'solutions/linux.json5': registryOf('a') }, async (folder) => {
    const dataDir = join(folder, 'data');
    await mkdir(dataDir);
    await runCommand(['import', 'records', '-', '--data-dir', dataDir], { stdin: records.join('') });
    const file = join(folder, 'solutions', 'linux.json5');
    const args = ['--solutions', join(folder, 'solutions')];
    await withCloud(dataDir, (cloud) => test(cloud, { folder, file, dataDir }), args);
  });
}

describe('registries of a running server', () => {
  it('are read again by the operator command; wrong ones are named and change nothing', async () => {
    await withRegistry(async (cloud, { file, dataDir }) => {
      const reload = (): ReturnType<typeof runCommand> => runCommand(['registries', 'reload', '--data-dir', dataDir]);
      const ask = await solutionsAsker(cloud);
      const before = await ask();
      await writeFile(file, registryOf('a', 'b'));
      const done = await reload();
      const after = await ask();
      await writeFile(file, '{\n "a": {} ]');
      const refused = await reload();
      expect([before, done.stdout, after, refused.exitCode, refused.stderr, await ask()]).toEqual([
        'a',
        'linux: 2 solutions\n',
        'a,b',
        1,
        expect.stringContaining(`${file}:2 is not JSON5`),
        'a,b',
      ]);
      expect((await cloud.stop()).stdout).toContain('"reason":"registry_malformed"');
    });
  });

  it('are read again on SIGHUP, and no request is lost meanwhile', async () => {
    await withRegistry(async (cloud, { file }) => {
      const ask = await solutionsAsker(cloud);
      await writeFile(file, registryOf('a', 'b'));
      cloud.signal('SIGHUP');
      // Every request is answered, from the old registry or the new one, until the new one is there.
      const answers: string[] = [];
      while (answers.at(-1) !== 'a,b') answers.push(await ask());
      expect(answers.every((answer) => answer === 'a' || answer === 'a,b')).toBe(true);
      expect((await cloud.stop()).exitCode).toBe(0);
    });
  });

  it('can be reloaded only where a server runs', async () => {
    await withFiles({}, async (folder) => {
      const { exitCode, stderr } = await runCommand(['registries', 'reload', '--data-dir', folder]);
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining('No server runs')]);
    });
  });

  it('are in force as the last of several reloads found them, for saves too', async () => {
    const server = await startSettingsServer();
    try {
      const term = 'http://registry.gpii.net/applications/org.new';
      const save = async (): Promise<number> => {
        const body = { contexts: { 'gpii-default': { preferences: { [term]: { size: 'big' } } } } };
        return (await server.save('alice', body)).status;
      };
      const before = await save();
      const size = { schema: { type: 'number' } };
      const entry = { 'org.new': { name: 'New', settingsHandlers: { it: { supportedSettings: { size } } } } };
      await writeFile(join(server.folder, 'linux.json5'), JSON.stringify(entry));
      await Promise.all([server.solutions.reload(), server.solutions.reload()]);
      expect([before, await save()]).toEqual([200, 400]);
    } finally {
      await server.close();
    }
  });
});
