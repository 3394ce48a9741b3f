import { constants } from 'node:fs';
import { chmod, lstat, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { CLOUD_ROUTES, HAND_OVER_ROUTES } from '@gpii/protocol';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { exchangeCode } from '../src/cloud/hand-over.ts';
import { connect, useIfWanted } from '../src/commands/connect.ts';
import { doctor, type Check } from '../src/commands/doctor.ts';
import { enrol } from '../src/commands/enrol.ts';
import { log } from '../src/commands/log.ts';
import { forget, revoke } from '../src/commands/revoke.ts';
import { rotate } from '../src/commands/rotate.ts';
import { setCredential } from '../src/commands/set.ts';
import { setup } from '../src/commands/setup.ts';
import { signIn } from '../src/commands/sign-in.ts';
import { status } from '../src/commands/status.ts';
import { CLIENT_ID, startCloud } from './fake-cloud.ts';
import { makeComputer, type TestComputer } from './make-computer.ts';

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
  'sign-in': ({ rooms }) => {
    vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([Buffer.from('canary-password\n')]) as never);
    return signIn(rooms, { email: 'ada@example.org', passwordStdin: true });
  },
  enrol: async (computer) =>
    enrol(computer.rooms, { enrolmentKeyFile: await makeKeyFile(computer, 'key', 'gpii_ek_canary-key\n') }),
  rotate: (computer) => rotate(computer.rooms, { overlapHours: 24 }),
  'setup --credential-file': async (computer) => {
    const credentialFile = await makeKeyFile(computer, 'saved.json', credentialText('canary-secret-0'));
    return setup(computer.rooms, { credentialFile });
  },
  'setup --enrolment-key-file': async (computer) =>
    setup(computer.rooms, { enrolmentKeyFile: await makeKeyFile(computer, 'key', 'gpii_ek_canary-key\n') }),
};

afterEach(() => {
  vi.restoreAllMocks();
});

describe('every way to a credential', () => {
  it.each(Object.keys(WAYS))('replaces what is there in one step, and tells nothing secret: %s', async (way) => {
    const cloud = await startCloud();
    cloud.secrets.add('canary-secret-0');
    const computer = await makeComputer(cloud.url);
    // What is written in place would be written through the link.
    const elsewhere = await makeKeyFile(computer, 'elsewhere', credentialText('canary-secret-0'));
    await symlink(elsewhere, computer.credentialFile);
    const report = await WAYS[way]?.(computer);

    const { mode } = await lstat(computer.credentialFile);
    expect([mode & constants.S_IFMT, mode & 0o777]).toEqual([constants.S_IFREG, 0o600]);
    expect(await readFile(elsewhere, 'utf8')).toBe(credentialText('canary-secret-0'));
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

  it('when the browser would come back in another name, or nobody is there to send it to', async () => {
    const cloud = await startCloud();
    const otherName = cloud.url.replace('127.0.0.1', 'localhost');
    const computer = await makeComputer(otherName);
    await expect(connect(computer.rooms, { browser: false, yes: true })).rejects.toThrow(
      `What answers at ${otherName} calls itself ${cloud.url}. If you trust that: --cloud-url ${cloud.url}.`,
    );
    const away = await makeComputer('http://127.0.0.1:9');
    const sent = connect(away.rooms, { browser: false, yes: true });
    await expect(sent).rejects.toMatchObject({ name: 'CloudUnreachableError' });
    expect([computer.told, away.told]).toEqual([[], []]);
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

  it('where a credential could not be kept: no secret is asked for that would be lost', async () => {
    const cloud = await startCloud();
    const computer = await makeComputer(cloud.url);
    await writeFile(computer.credentialFile, credentialText('canary-secret-0'), { mode: 0o600 });
    await chmod(dirname(computer.credentialFile), 0o770);
    const ways: Readonly<Record<string, () => Promise<unknown>>> = {
      connect: () => connect(computer.rooms, { browser: false, yes: true }),
      'sign-in': () => signIn(computer.rooms, { email: 'ada@example.org', passwordStdin: true }),
      enrol: async () =>
        enrol(computer.rooms, { enrolmentKeyFile: await makeKeyFile(computer, 'key', 'gpii_ek_canary-key\n') }),
      rotate: () => rotate(computer.rooms, { overlapHours: 0 }),
    };
    for (const way of Object.values(ways)) await expect(way()).rejects.toThrow('Others than its owner can change');
    expect([cloud.asked, computer.told]).toEqual([[], []]);
  });

  it('when the person says no to what was approved, or stops there: the secret made for it is ended', async () => {
    const cloud = await startCloud();
    const { rooms, credentialFile } = await makeComputer(cloud.url);
    const answers = [() => Promise.resolve(false), () => Promise.reject(new Error('Stopped.'))];
    for (const answer of answers) {
      const handedOver = await exchangeCode(cloud.url, { code: 'x', codeVerifier: 'y', label: 'LIB-PC-07' });
      await expect(useIfWanted(rooms, handedOver, answer)).rejects.toThrow(/^Not used|^Stopped/);
      expect(cloud.asked.at(-1)?.path).toBe(HAND_OVER_ROUTES.revokeOwn);
    }
    await expect(stat(credentialFile)).rejects.toThrow('ENOENT');
  });

  it('by signing in where the installer switched that off', async () => {
    const cloud = await startCloud();
    const { rooms } = await makeComputer(cloud.url, { signIn: false });
    await expect(signIn(rooms, { email: 'ada@example.org', passwordStdin: true })).rejects.toThrow('switched off');
    expect(cloud.asked).toEqual([]);
  });
});

describe('rotating', () => {
  it('keeps the new secret when the cloud goes away before it was tried: the old one ends', async () => {
    const cloud = await startCloud();
    cloud.broken.add(CLOUD_ROUTES.introspect);
    const computer = await makeComputer(cloud.url);
    cloud.secrets.add('canary-secret-0');
    await writeFile(computer.credentialFile, credentialText('canary-secret-0'), { mode: 0o600 });
    await rotate(computer.rooms, { overlapHours: 0 });
    expect(await readFile(computer.credentialFile, 'utf8')).toContain('canary-secret-1');
    expect(computer.told.join('\n')).toContain('It is saved, because the old one ends');
  });
});

describe('the check-up', () => {
  it('knows the access requester by the flow manager where it listens on a socket', async () => {
    const flowManager = createServer((_request, response) => {
      response.end(JSON.stringify({ requester: { state: 'connected', message: 'Connected to GPII Cloud.' } }));
    });
    await new Promise<void>((resolve) => flowManager.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void flowManager.close());
    const { port } = flowManager.address() as AddressInfo;
    const cloud = await startCloud();
    const outcomes: unknown[] = [];
    for (const flowManagerUrl of [`http://127.0.0.1:${port}`, 'http://127.0.0.1:9']) {
      const { rooms } = await makeComputer(cloud.url, { flowManagerUrl });
      const checks = (await doctor(rooms)).json.checks as Check[];
      outcomes.push(checks.find(({ name }) => name === 'Access requester')?.outcome);
    }
    expect(outcomes).toEqual(['good', 'bad']);
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
