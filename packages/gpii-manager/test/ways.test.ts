import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../src/commands/connect.ts';
import { enrol } from '../src/commands/enrol.ts';
import { log } from '../src/commands/log.ts';
import { forget, revoke } from '../src/commands/revoke.ts';
import { rotate } from '../src/commands/rotate.ts';
import { setCredential } from '../src/commands/set.ts';
import { setup } from '../src/commands/setup.ts';
import { signIn } from '../src/commands/sign-in.ts';
import { status } from '../src/commands/status.ts';
import { saveCredential } from '../src/credential/save-credential.ts';
import { CLIENT_ID, startCloud } from './fake-cloud.ts';
import { makeComputer, type TestComputer } from './make-computer.ts';

vi.mock('../src/credential/save-credential.ts', { spy: true });
vi.mock('../src/terminal/ask.ts', async (original) => ({
  ...(await original<object>()),
  readStdin: () => Promise.resolve('canary-password\n'),
}));

const SECRETS = /canary-(secret|key|password|code)/;

/** Answers as the website does, as soon as the manager says where. */
async function approve({ told }: TestComputer, answer = 'code=canary-code'): Promise<void> {
  const address = await vi.waitFor(() => {
    const found = /http:\S+\/connect\?\S+/.exec(told.join('\n'))?.[0];
    if (found === undefined) throw new Error('no address yet');
    return new URL(found);
  }, 20_000);
  const { port, state } = Object.fromEntries(address.searchParams);
  await fetch(`http://127.0.0.1:${port ?? ''}/callback?${answer}&state=${state ?? ''}`);
}

async function makeKeyFile({ base }: TestComputer, name: string, content: string): Promise<string> {
  const file = join(base, name);
  await writeFile(file, content, { mode: 0o600 });
  return file;
}

const credentialText = (secret: string): string =>
  JSON.stringify({ installed: { client_id: CLIENT_ID, client_secret: secret, name: 'LIB-PC-07' } });

const WAYS: Readonly<Record<string, (computer: TestComputer) => Promise<unknown>>> = {
  set: async (computer) => {
    const file = await makeKeyFile(computer, 'saved.json', credentialText('canary-secret-0'));
    return setCredential(computer.rooms, { file, deleteFile: true });
  },
  connect: async (computer) => Promise.all([connect(computer.rooms, { browser: false, yes: true }), approve(computer)]),
  'sign-in': ({ rooms }) => signIn(rooms, { email: 'ada@example.org', passwordStdin: true }),
  enrol: async (computer) =>
    enrol(computer.rooms, { enrolmentKeyFile: await makeKeyFile(computer, 'key', 'gpii_ek_canary-key\n') }),
  rotate: async (computer) => {
    await writeFile(computer.credentialFile, credentialText('canary-secret-0'), { mode: 0o600 });
    return rotate(computer.rooms, { overlapHours: 24 });
  },
  'setup --credential-file': async (computer) => {
    const credentialFile = await makeKeyFile(computer, 'saved.json', credentialText('canary-secret-0'));
    return setup(computer.rooms, { credentialFile });
  },
  'setup --enrolment-key-file': async (computer) =>
    setup(computer.rooms, { enrolmentKeyFile: await makeKeyFile(computer, 'key', 'gpii_ek_canary-key\n') }),
};

afterEach(() => {
  vi.restoreAllMocks();
  vi.mocked(saveCredential).mockClear();
});

describe('every way to a credential', () => {
  it.each(Object.keys(WAYS))('goes through the one writer, and tells nothing secret: %s', async (way) => {
    const cloud = await startCloud();
    cloud.secrets.add('canary-secret-0');
    const computer = await makeComputer(cloud.url);
    const report = await WAYS[way]?.(computer);

    expect(vi.mocked(saveCredential)).toHaveBeenCalledExactlyOnceWith(computer.credentialFile, expect.anything());
    expect((await stat(computer.credentialFile)).mode & 0o777).toBe(0o600);
    expect(await readFile(computer.credentialFile, 'utf8')).toMatch(/canary-secret/);
    const { settings } = computer.rooms;
    const record = await readFile(settings.recordFile, 'utf8');
    expect(JSON.parse(record)).toMatchObject({ credential: { name: 'LIB-PC-07', clientIdPrefix: '53684234497-…' } });
    for (const text of [JSON.stringify(report), computer.told.join('\n'), record]) expect(text).not.toMatch(SECRETS);
  });

  it('is for administrators, who are told so before anything is asked', async () => {
    const cloud = await startCloud();
    const { rooms, base } = await makeComputer(cloud.url);
    vi.spyOn(process, 'getuid').mockReturnValue(64_103);
    const commands: Readonly<Record<string, () => Promise<unknown>>> = {
      set: () => setCredential(rooms, {}),
      connect: () => connect(rooms, {}),
      'sign-in': () => signIn(rooms, {}),
      enrol: () => enrol(rooms, {}),
      rotate: () => rotate(rooms, { overlapHours: 24 }),
      revoke: () => revoke(rooms, {}),
      forget: () => forget(rooms, {}),
      setup: () => setup(rooms, { skip: true }),
    };
    for (const [name, run] of Object.entries(commands)) {
      const message = `Changing the credential needs an administrator. You can still see the status.\nRun: sudo gpii-manager ${name}`;
      await expect(run()).rejects.toMatchObject({ message, exitCode: 77 });
    }
    await expect(stat(join(base, 'manager'))).rejects.toThrow('ENOENT');
    expect(cloud.asked).toEqual([]);
  });
});

describe('nothing is changed', () => {
  it('when GPII Cloud is away: only forgetting works', async () => {
    const { rooms, credentialFile } = await makeComputer('http://127.0.0.1:9');
    const before = credentialText('canary-secret-0');
    await writeFile(credentialFile, before, { mode: 0o600 });
    const away = { name: 'CloudUnreachableError', message: expect.stringContaining("can't reach") as string };
    await expect(rotate(rooms, { overlapHours: 1 })).rejects.toMatchObject(away);
    await expect(setCredential(rooms, { file: credentialFile, deleteFile: true })).rejects.toMatchObject(away);
    await expect(revoke(rooms, { yes: true })).rejects.toMatchObject({
      exitCode: 69,
      message: expect.stringContaining('gpii-manager forget') as string,
    });
    expect(await readFile(credentialFile, 'utf8')).toBe(before);
    expect((await status(rooms)).json).toMatchObject({ state: 'unreachable', network: null });
    expect((await forget(rooms, { yes: true })).json).toEqual({ state: 'local-only' });
    await expect(stat(credentialFile)).rejects.toThrow('ENOENT');
  });

  it('when the person declines, or nobody can be asked', async () => {
    const cloud = await startCloud();
    const computer = await makeComputer(cloud.url);
    const { rooms, told } = computer;
    await expect(connect(rooms, { browser: false })).rejects.toMatchObject({ exitCode: 64 });
    expect(told).toEqual([]);
    const declined = connect(rooms, { browser: false, yes: true });
    await Promise.all([
      expect(declined).rejects.toThrow('was declined on the website. Nothing was changed.'),
      approve(computer, 'error=access_denied'),
    ]);
    await expect(setup(rooms, {})).rejects.toMatchObject({ exitCode: 64 });
    await expect(stat(computer.credentialFile)).rejects.toThrow('ENOENT');
  });

  it('by signing in where the installer switched that off', async () => {
    const cloud = await startCloud();
    const { rooms } = await makeComputer(cloud.url, { signIn: false });
    await expect(signIn(rooms, { email: 'ada@example.org', passwordStdin: true })).rejects.toThrow('switched off');
    expect(cloud.asked).toEqual([]);
  });
});

describe('skipping the step of the installer', () => {
  it('is a state of its own, until the computer is connected', async () => {
    const cloud = await startCloud();
    cloud.secrets.add('canary-secret-0');
    const computer = await makeComputer(cloud.url);
    const { rooms } = computer;
    const stateNow = async (): Promise<unknown[]> => {
      const { json, exitCode } = await status(rooms);
      return [json.state, exitCode];
    };
    expect(await stateNow()).toEqual(['local-only', 3]);
    expect((await setup(rooms, { skip: true })).json).toEqual({ state: 'skipped' });
    expect(await stateNow()).toEqual(['skipped', 3]);
    expect((await status(rooms)).lines[0]).toMatch(/^Local-only mode, as .+ chose on \d{4}-\d\d-\d\d\. /);
    await WAYS.set?.(computer);
    expect(await stateNow()).toEqual(['connected', 0]);
    expect((await setup(rooms, { skip: true })).json).toEqual({ state: 'kept' });
    await forget(rooms, { yes: true });
    expect(await stateNow()).toEqual(['local-only', 3]);

    const { json, lines } = await log(rooms);
    expect((json.changes as { what: string }[]).map(({ what }) => what)).toEqual(['forget', 'set', 'skip']);
    expect(lines).toHaveLength(3);
  });
});
