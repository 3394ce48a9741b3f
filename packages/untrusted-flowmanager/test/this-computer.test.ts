import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SettingsAnswer } from '@gpii/protocol';
import { ask, makeSurroundings, startFlowManagerIn, type Surroundings } from './support/flow-manager-rig.ts';
import type { StartedServer } from './support/run-command.ts';

const APPLICATIONS = 'http://registry.gpii.net/applications';
const FONT_SIZE = 'http://registry.gpii.net/common/fontSize';
const OLD = '; of this computer\nsize=12\n';

let surroundings: Surroundings;
let flowManager: StartedServer | undefined;
let home: string;
let stateDir: string;

beforeEach(async () => {
  surroundings = await makeSurroundings();
  home = join(surroundings.folder, 'home');
  stateDir = join(surroundings.folder, 'state');
  await mkdir(home);
  await writeFile(join(home, 'editor.ini'), OLD);
  surroundings.requester.reply({ body: { access_token: 'access-token-of-a-test', expires_in: 3600 } });
  surroundings.cloud.reply(({ path }) => ({ body: answerFor(decodeURIComponent(path.split('/')[1] ?? '')) }));
});

afterEach(async () => {
  await flowManager?.stop();
  flowManager = undefined;
  await surroundings.close();
});

/** An editor whose size is twice the person's font size; "broken" has a reader besides, whose folder is a file. */
function answerFor(gpiiKey: string): SettingsAnswer {
  const applications = {
    'org.example.editor': { active: true, settings: { [FONT_SIZE]: gpiiKey === 'alice' ? 24 : 36 } },
    ...(gpiiKey === 'broken' && {
      'org.example.reader': { active: true, settings: { [`${APPLICATIONS}/org.example.reader`]: { x: 1 } } },
    }),
  };
  return {
    gpiiKey,
    preferences: {},
    solutionsRegistryEntries: { 'org.example.editor': editor, 'org.example.reader': reader },
    matchMakerOutput: { inferredConfiguration: { 'gpii-default': { applications } } },
  };
}

const editor = {
  settingsHandlers: {
    file: {
      type: 'gpii.settingsHandlers.INISettingsHandler',
      options: { filename: '${{environment}.HOME}/editor.ini' },
      capabilitiesTransformations: { size: 'http://registry\\.gpii\\.net/common/fontSize' },
    },
  },
};
const reader = {
  settingsHandlers: {
    file: {
      type: 'gpii.settingsHandlers.JSONSettingsHandler',
      options: { filename: '${{environment}.HOME}/editor.ini' },
    },
  },
};

async function start(...flags: string[]): Promise<StartedServer> {
  flowManager = await startFlowManagerIn(
    surroundings,
    ['--port', '0', '--state-dir', stateDir, '--apply', 'yes', ...flags],
    {
      HOME: home,
    },
  );
  return flowManager;
}

const post = (path: string) => ask(flowManager?.url ?? '', path, { method: 'POST' });
const size = async () => /size=(\d+)/.exec(await readFile(join(home, 'editor.ini'), 'utf8'))?.[1];
const expectAsBefore = async () => {
  expect(await readFile(join(home, 'editor.ini'), 'utf8')).toBe(OLD);
  expect(existsSync(join(stateDir, 'journal.jsonl'))).toBe(false);
  expect(await readdir(home)).toEqual(['editor.ini']);
};

describe('this computer', () => {
  it('takes on the settings at key-in, and is as before after key-out', async () => {
    await start();
    expect((await post('/user/alice/login')).status).toBe(200);
    expect(await size()).toBe('24');
    expect((await post('/user/alice/logout')).status).toBe(200);
    await expectAsBefore();
  });

  it("puts back one person's settings before another person's", async () => {
    await start();
    await post('/user/alice/login');
    expect((await post('/user/bob/login')).status).toBe(200);
    expect(await size()).toBe('36');
    await post('/user/bob/logout');
    await expectAsBefore();
  });

  it('is as before when a handler fails half-way, and says so', async () => {
    const server = await start();
    const answer = await post('/user/broken/login');
    expect(answer).toMatchObject({ status: 500, body: { error: 'settings_not_applied' } });
    await expectAsBefore();
    expect((await ask(server.url, '/user')).body).toEqual({ keyedIn: null });
    const line = await server.takeLine(({ msg }) => msg === 'this computer failed');
    expect(line).toMatchObject({
      reason: 'settings_not_applied',
      detail: [`${join(home, 'editor.ini')}: The file is not JSON.`],
    });
  });

  it('is put back by the next start when the flow manager was killed', async () => {
    const killed = await start();
    await post('/user/alice/login');
    await killed.stop('SIGKILL');
    expect(await size()).toBe('24');
    await start();
    await expectAsBefore();
  });

  it('is put back when the flow manager stops', async () => {
    const server = await start();
    await post('/user/alice/login');
    expect(await server.stop()).toBe(0);
    await expectAsBefore();
  });

  it('is put back at once when the flow manager stops, whatever request takes its time', async () => {
    const server = await start();
    await post('/user/alice/login');
    const slow = connect(Number(new URL(server.url).port), '127.0.0.1');
    slow.on('error', () => undefined);
    slow.write('POST /user/bob/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n');
    // The server has the request by now.
    await once(slow, 'data');
    const ended = server.stop();
    await server.takeLine(({ msg }) => msg === 'settings restored');
    expect(server.lines).not.toContainEqual(expect.objectContaining({ msg: 'stopped' }));
    await expectAsBefore();
    slow.destroy();
    expect(await ended).toBe(0);
  });

  it('keeps no GPII token and no preference in its journal', async () => {
    await start();
    await post('/user/alice/login');
    const journal = await readFile(join(stateDir, 'journal.jsonl'), 'utf8');
    expect(journal).toContain('of this computer');
    expect(journal).not.toContain('alice');
    expect(journal).not.toContain('size=24');
  });

  it('stays as it is with --apply no', async () => {
    await start('--apply', 'no');
    expect((await post('/user/alice/login')).status).toBe(200);
    await expectAsBefore();
  });
});
