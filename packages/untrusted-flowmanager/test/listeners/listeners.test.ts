import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listenToCommand } from '../../src/listeners/command-listener.ts';
import { findMedia } from '../../src/listeners/find-media.ts';
import type { ListenerRooms } from '../../src/listeners/listener.ts';
import { createMediaLook } from '../../src/listeners/media-listener.ts';
import { createLineSplitter } from '../../src/listeners/split-lines.ts';
import { readMedium } from '../../src/local/medium.ts';

const TOKEN_FILE = '.gpii-user-token.txt';

let root: string;
let events: string[];
let rooms: ListenerRooms;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gpii-listeners-'));
  events = [];
  const note = (what: string) => (gpiiToken: string) => {
    events.push(`${what} ${gpiiToken}`);
    return Promise.resolve('done' as const);
  };
  rooms = {
    keyIn: (gpiiToken, carried) => note(carried === undefined ? 'in' : 'in with preferences')(gpiiToken),
    keyOut: note('out'),
    tap: note('tap'),
    warn: (what) => events.push(what.replaceAll(root, 'ROOT')),
  };
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Puts a token file where a desktop mounts a medium. */
async function plugIn(folder: string, text = 'alice\n'): Promise<void> {
  await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, folder, TOKEN_FILE), text);
}

describe('media', () => {
  let look: () => Promise<void>;
  /** Looks once, and says what was told. */
  const seen = async (): Promise<string[]> => {
    events = [];
    await look();
    return events;
  };
  beforeEach(() => {
    look = createMediaLook(rooms, { find: () => findMedia(root), read: readMedium });
  });

  it.each(['.', 'STICK', 'alice/STICK'])('key in at %s when they come, once, and out when they go', async (folder) => {
    expect(await seen()).toEqual([]);
    await plugIn(folder);
    expect([await seen(), await seen()]).toEqual([['in alice'], []]);
    await rm(join(root, folder, TOKEN_FILE));
    expect([await seen(), await seen()]).toEqual([['out alice'], []]);
  });

  it('are found no deeper, not behind links, and not while their folder is not there', async () => {
    await plugIn('alice/STICK/inside');
    const elsewhere = await mkdtemp(join(tmpdir(), 'gpii-listeners-'));
    await writeFile(join(elsewhere, TOKEN_FILE), 'bob');
    await symlink(elsewhere, join(root, 'link'));
    expect(await seen()).toEqual([]);
    await rm(elsewhere, { recursive: true });
    await rm(root, { recursive: true });
    expect(await seen()).toEqual([]);
  });

  it('bring their preferences along', async () => {
    await plugIn('STICK');
    await writeFile(join(root, 'STICK/.gpii-preferences.json5'), '{flat: {contexts: {}}}');
    expect(await seen()).toEqual(['in with preferences alice']);
  });

  it('count by the first line, without spaces and byte order mark', async () => {
    await plugIn('STICK', '\uFEFF alice \r\nof the library\n');
    expect(await seen()).toEqual(['in alice']);
  });

  it('key the next person in when they are changed, and the last one out first', async () => {
    await plugIn('STICK');
    await seen();
    await writeFile(join(root, 'STICK/new'), 'bobby');
    await rename(join(root, 'STICK/new'), join(root, 'STICK', TOKEN_FILE));
    expect(await seen()).toEqual(['out alice', 'in bobby']);
  });

  it('are each known by itself', async () => {
    await plugIn('A');
    await seen();
    await plugIn('B', 'bob');
    expect(await seen()).toEqual(['in bob']);
    await rm(join(root, 'A'), { recursive: true });
    expect(await seen()).toEqual(['out alice']);
  });

  it('that can not be read are told once, by their folder', async () => {
    await plugIn('EMPTY', '');
    await plugIn('LARGE', 'a'.repeat(5000));
    await mkdir(join(root, 'FOLDER', TOKEN_FILE), { recursive: true });
    await mkdir(join(root, 'LINK'));
    await symlink('/etc/hostname', join(root, 'LINK', TOKEN_FILE));
    await mkdir(join(root, 'PIPE'));
    execFileSync('mkfifo', [join(root, 'PIPE', TOKEN_FILE)]);
    const told = await seen();
    expect(told.map((line) => line.split('/')[1]).toSorted()).toEqual(['EMPTY', 'FOLDER', 'LARGE', 'LINK', 'PIPE']);
    expect(told.join()).toMatch(/EMPTY.*holds no GPII token/);
    expect(await seen()).toEqual([]);
  });
});

describe('a command', () => {
  const listen = (script: string) =>
    listenToCommand(rooms, {
      command: [process.execPath, '-e', script],
      environment: process.env,
      firstRestartMs: 1,
    });

  it('taps by lines', async () => {
    const stop = listen(
      `process.stdout.write('alice\\n\\n bob \\r\\n' + 'x'.repeat(5000) + '\\ncarol\\nunfinished'); setInterval(() => {}, 1000)`,
    );
    await vi.waitFor(() => {
      expect(events).toEqual(['tap alice', 'tap bob', 'tap carol']);
    }, 20_000);
    await stop();
    expect(events).toHaveLength(3);
  });

  it('is started again when it ends, later each time', async () => {
    const stop = listen(`console.log('alice'); process.exitCode = 3`);
    const waits = () =>
      events.flatMap((event) => /ended \(exit code 3\); it is started again in (\S+) s/.exec(event)?.[1] ?? []);
    await vi.waitFor(() => {
      expect(waits().slice(0, 2)).toEqual(['0.001', '0.002']);
    }, 20_000);
    await stop();
    expect(events.slice(0, 3)).toEqual(['tap alice', expect.stringContaining('ended'), 'tap alice']);
  });

  it('that is not there is told, and tried again', async () => {
    const stop = listenToCommand(rooms, { command: [join(root, 'missing')], environment: {}, firstRestartMs: 1 });
    await vi.waitFor(() => {
      expect(events.filter((event) => event.includes("can't be started (ENOENT)")).length).toBeGreaterThan(1);
    }, 20_000);
    await stop();
  });

  it('that does not end by itself is ended', async () => {
    const stop = listen(`process.on('SIGTERM', () => {}); console.log('ready'); setInterval(() => {}, 1000)`);
    await vi.waitFor(() => {
      expect(events).toEqual(['tap ready']);
    }, 20_000);
    await stop();
  });
});

it('lines that come in pieces are put together', () => {
  const lines: string[] = [];
  const split = createLineSplitter(5, (line) => lines.push(line));
  for (const piece of ['al', 'ice\nb', 'ob\n', 'too', 'long', '\n', 'carol\ntoolong\nda', 've\n']) split(piece);
  expect(lines).toEqual(['alice', 'bob', 'carol', 'dave']);
});
