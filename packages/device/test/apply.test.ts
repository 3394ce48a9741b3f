import { existsSync } from 'node:fs';
import { appendFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '@gpii/matchmaker';
import {
  applyInstructions,
  builtInHandlers,
  HandlerError,
  JournalError,
  openJournal,
  undoAll,
  UndoError,
} from '../src/index.ts';
import type { Action, ComputerParts, Handlers, LaunchHandler, SolutionInstructions } from '../src/index.ts';
import { makeTemporaryFolder, readText, type TemporaryFolder } from './support/temporary-folder.ts';

const INI = 'gpii.settingsHandlers.INISettingsHandler';
const OLD = '[a]\nx=1 ; the computer\n';

let folder: TemporaryFolder;
let stateFolder: string;
let iniFile: string;
let events: string[];
let running: Set<string>;

beforeEach(async () => {
  folder = await makeTemporaryFolder();
  stateFolder = join(folder.path, 'state');
  iniFile = join(folder.path, 'app.ini');
  await writeFile(iniFile, OLD);
  events = [];
  running = new Set();
});

afterEach(() => folder.remove());

/** Applications that run only in the memory of a test. */
const nameIn = ({ name }: JsonObject) => (typeof name === 'string' ? name : '');
const launcher: LaunchHandler = {
  isRunning: (options) => Promise.resolve(running.has(nameIn(options))),
  start: async (options) => {
    events.push(`start ${nameIn(options)} ${(await readText(iniFile)) === OLD ? 'old' : 'new'}`);
    running.add(nameIn(options));
  },
  stop: async (options) => {
    events.push(`stop ${nameIn(options)} ${(await readText(iniFile)) === OLD ? 'old' : 'new'}`);
    running.delete(nameIn(options));
  },
};

async function makeParts(more: Partial<Handlers> = {}): Promise<ComputerParts> {
  const environment = { HOME: folder.path };
  const { settings } = builtInHandlers(environment);
  const handlers: Handlers = {
    settings: new Map([...settings, ...(more.settings ?? [])]),
    launch: new Map([['a.launcher', launcher], ...(more.launch ?? [])]),
    actions: new Map(more.actions ?? []),
  };
  return { handlers, environment, journal: await openJournal(stateFolder) };
}

const ini = (settings: JsonObject, members: JsonObject = {}) => ({
  type: INI,
  liveness: 'manualRestart',
  options: { filename: '${{environment}.HOME}/app.ini' },
  ...members,
  settings,
});
const launch = (settings: JsonObject = { running: true }) => ({
  type: 'a.launcher',
  options: { name: 'app' },
  settings,
});

function solution(members: Partial<SolutionInstructions>): ReadonlyMap<string, SolutionInstructions> {
  return new Map([['org.example', { active: true, settingsHandlers: {}, launchHandlers: {}, ...members }]]);
}

const both = (settings: JsonObject = { 'a.x': 2 }, members: JsonObject = {}) =>
  solution({ settingsHandlers: { file: ini(settings, members) }, launchHandlers: { app: launch() } });

describe('the order of an application and its settings', () => {
  it('that does not run: configure, start; undone: stop, restore', async () => {
    const parts = await makeParts();
    await applyInstructions(parts, both());
    expect(events).toEqual(['start app new']);
    await undoAll(parts);
    expect(events).toEqual(['start app new', 'stop app new']);
    expect(await readText(iniFile)).toBe(OLD);
  });

  it('that runs and reads settings at start: stop, configure, start; undone the same way', async () => {
    running.add('app');
    const parts = await makeParts();
    await applyInstructions(parts, both());
    await undoAll(parts);
    expect(events).toEqual(['stop app old', 'start app new', 'stop app new', 'start app old']);
  });

  it('that runs and takes settings at once: configure; undone: restore', async () => {
    running.add('app');
    const parts = await makeParts();
    await applyInstructions(parts, both({ 'a.x': 2 }, { liveness: 'live' }));
    expect(await readText(iniFile)).toBe('[a]\nx=2 ; the computer\n');
    await undoAll(parts);
    expect(events).toEqual([]);
    expect(await readText(iniFile)).toBe(OLD);
  });

  it('that runs and should not: stop; undone: start', async () => {
    running.add('app');
    const parts = await makeParts();
    await applyInstructions(parts, solution({ launchHandlers: { app: launch({ running: false }) } }));
    expect(running.has('app')).toBe(false);
    await undoAll(parts);
    expect(running.has('app')).toBe(true);
  });

  it('that neither runs nor should: nothing', async () => {
    const parts = await makeParts();
    await applyInstructions(parts, solution({ launchHandlers: { app: launch({ running: false }) } }));
    expect(events).toEqual([]);
    expect(existsSync(join(stateFolder, 'journal.jsonl'))).toBe(false);
  });

  it('is that of the registry entry where it has lists', async () => {
    running.add('app');
    const lists = { settingsHandlers: { file: ini({ 'a.x': 2 }) }, launchHandlers: { app: launch() } };
    await applyInstructions(await makeParts(), solution({ ...lists, update: ['settings.file', 'stop', 'start'] }));
    expect(events).toEqual(['stop app new', 'start app new']);
  });
});

describe('a handler that fails half-way', () => {
  const broken: LaunchHandler = { ...launcher, start: () => Promise.reject(new HandlerError('It does not start.')) };

  it('leaves the computer as it was', async () => {
    const parts = await makeParts({ launch: new Map([['a.launcher', broken]]) });
    await expect(applyInstructions(parts, both())).rejects.toThrow('It does not start.');
    expect(await readText(iniFile)).toBe(OLD);
    expect(existsSync(join(stateFolder, 'journal.jsonl'))).toBe(false);
  });

  it('at undoing stays in the journal, does not stop the others, and is tried again', async () => {
    let isBroken = true;
    const stubborn: LaunchHandler = {
      ...launcher,
      stop: (options) => (isBroken ? Promise.reject(new HandlerError('No.')) : launcher.stop(options)),
    };
    const parts = await makeParts({ launch: new Map([['a.launcher', stubborn]]) });
    await applyInstructions(parts, both());
    await expect(undoAll(parts)).rejects.toThrow(UndoError);
    expect(await readText(iniFile)).toBe(OLD);
    isBroken = false;
    const later = await makeParts();
    expect(later.journal.steps()).toHaveLength(1);
    await undoAll(later);
    expect(running.has('app')).toBe(false);
    expect(existsSync(join(stateFolder, 'journal.jsonl'))).toBe(false);
  });
});

it('leaves out what this computer has no handler for, and says so', async () => {
  const unknown = { type: 'gpii.windows.spiSettingsHandler', settings: { x: 1 } };
  const parts = await makeParts();
  const lists = { configure: [{ type: 'gpii.windows.updateLanguage' }, 'settings.spi', 'settings.file'] };
  const { skipped } = await applyInstructions(
    parts,
    solution({ settingsHandlers: { spi: unknown, file: ini({ 'a.x': 2 }) }, ...lists }),
  );
  expect(skipped).toEqual([
    { solution: 'org.example', type: 'gpii.windows.updateLanguage' },
    { solution: 'org.example', type: 'gpii.windows.spiSettingsHandler' },
  ]);
  expect(await readText(iniFile)).toContain('x=2');
});

it.each(['${{session}.preferences.name}', '${{gpiiKey}}', '${{registry}.HKEY}'])(
  'lets %s decide no path, and leaves out what needs it',
  async (variable) => {
    const options = { filename: `\${{environment}.HOME}/${variable}` };
    const files = { file: { ...ini({ 'a.x': 2 }), options }, other: ini({ 'a.x': 3 }) };
    const { skipped } = await applyInstructions(await makeParts(), solution({ settingsHandlers: files }));
    expect(skipped).toEqual([{ solution: 'org.example', type: INI, variable }]);
    expect(await readdir(folder.path)).toEqual(['app.ini', 'state']);
    expect(await readText(iniFile)).toContain('x=3');
  },
);

it('fails where an environment variable is not set', async () => {
  const options = { filename: '${{environment}.NOT_SET}/app.ini' };
  const steps = solution({ settingsHandlers: { file: { ...ini({ 'a.x': 2 }), options } } });
  await expect(applyInstructions(await makeParts(), steps)).rejects.toThrow(HandlerError);
});

describe('actions of their own', () => {
  const note: Action = async ({ what = '' }, { waits }) => {
    events.push(
      `${JSON.stringify(what).slice(1, -1)} ${(await readText(iniFile)) === OLD ? 'old' : 'new'}${waits ? '' : ', left running'}`,
    );
    return events.length;
  };
  const action = (what: string, members: JsonObject = {}) => ({ type: 'a.note', what, ...members });
  const withNotes = () => makeParts({ actions: new Map([['a.note', note]]) });

  it('are done in the order of their list, and those of restore and stop when it is undone', async () => {
    const parts = await withNotes();
    const { results } = await applyInstructions(
      parts,
      solution({
        settingsHandlers: { file: ini({ 'a.x': 2 }) },
        launchHandlers: { app: launch() },
        configure: [action('before', { name: 'first' }), 'settings.file', action('behind', { name: 'second' })],
        start: ['launchers.app', action('started')],
        stop: [action('stopping'), 'launchers.app'],
        restore: [action('restoring'), 'settings.file', action('restored')],
      }),
    );
    expect(events).toEqual(['before old', 'behind new', 'start app new', 'started new, left running']);
    expect(results.get('org.example')).toEqual({ first: 1, second: 2 });
    events = [];
    await undoAll(parts);
    expect(events).toEqual(['stopping new', 'stop app new', 'restoring new', 'restored old']);
  });

  it('of update are done again when it is undone', async () => {
    running.add('app');
    const parts = await withNotes();
    const lists = { settingsHandlers: { file: ini({ 'a.x': 2 }) }, launchHandlers: { app: launch() } };
    await applyInstructions(parts, solution({ ...lists, update: ['settings.file', action('reload')] }));
    await undoAll(parts);
    expect(events).toEqual(['reload new', 'reload old']);
  });

  it('tell whether the application runs', async () => {
    const isUp: Action = ({ up }) => Promise.resolve(up === true);
    const parts = await makeParts({ actions: new Map([['a.isUp', isUp]]) });
    const lists = { settingsHandlers: { file: ini({ 'a.x': 2 }) }, launchHandlers: { app: launch() } };
    await applyInstructions(parts, solution({ ...lists, isRunning: [{ type: 'a.isUp', up: true }], update: [] }));
    expect(await readText(iniFile)).toBe(OLD);
  });

  it('that fail leave the computer as it was', async () => {
    const parts = await makeParts({ actions: new Map([['a.note', () => Promise.reject(new HandlerError('No.'))]]) });
    const steps = solution({
      settingsHandlers: { file: ini({ 'a.x': 2 }) },
      configure: ['settings.file', action('x')],
    });
    await expect(applyInstructions(parts, steps)).rejects.toThrow('No.');
    expect(await readText(iniFile)).toBe(OLD);
  });

  it('that an application needs and this computer does not have leave it alone', async () => {
    const { launch: launchers } = builtInHandlers({ PATH: process.env.PATH });
    const options = { setTrue: { type: 'gpii.launch.exec', command: 'false' }, setFalse: [{ type: 'a.closer' }] };
    const parts = await makeParts({ launch: launchers });
    const { skipped } = await applyInstructions(
      parts,
      solution({
        launchHandlers: {
          app: { type: 'gpii.launchHandlers.flexibleHandler', options, settings: { running: true } },
        },
      }),
    );
    expect(skipped).toEqual([{ solution: 'org.example', type: 'a.closer' }]);
  });
});

describe('the journal', () => {
  const journalFile = () => join(stateFolder, 'journal.jsonl');

  it('has what was there before anything is changed, for this account only', async () => {
    let seen = '';
    const curious: LaunchHandler = {
      ...launcher,
      start: async () => void (seen = await readFile(journalFile(), 'utf8')),
    };
    const parts = await makeParts({ launch: new Map([['a.launcher', curious]]) });
    await applyInstructions(parts, both({ 'a.x': 'of-the-person' }));
    expect(seen).toContain('the computer');
    expect(seen).toContain('"wasRunning":false');
    expect(seen).not.toContain('of-the-person');
    expect((await stat(journalFile())).mode & 0o777).toBe(0o600);
    expect(await readdir(stateFolder)).toEqual(['journal.jsonl']);
  });

  it('restores the computer in another process, with a last line that was never finished', async () => {
    await applyInstructions(await makeParts(), both());
    await appendFile(journalFile(), '{"settings":"gpii.gsett');
    const later = await makeParts();
    expect(later.journal.steps()).toHaveLength(2);
    await undoAll(later);
    expect(running.has('app')).toBe(false);
    expect(await readText(iniFile)).toBe(OLD);
    expect(existsSync(journalFile())).toBe(false);
  });

  it('in which all is undone already is removed when it is opened', async () => {
    await applyInstructions(await makeParts(), both());
    await appendFile(journalFile(), '{"undone":1}\n{"undone":2}\n');
    expect((await makeParts()).journal.steps()).toEqual([]);
    expect(existsSync(journalFile())).toBe(false);
  });

  it('of a process that is still at work is left alone', async () => {
    await applyInstructions(await makeParts(), both());
    const text = await readFile(journalFile(), 'utf8');
    const { markOfProcess } = await import('../src/journal/mark-of-process.ts');
    await writeFile(journalFile(), text.replace(markOfProcess() ?? '', markOfProcess(process.ppid) ?? ''));
    await expect(openJournal(stateFolder)).rejects.toThrow(JournalError);
  });

  it('takes no changes of two processes at once', async () => {
    const [one, other] = [await makeParts(), await makeParts()];
    await applyInstructions(one, both());
    const text = await readFile(journalFile(), 'utf8');
    await expect(applyInstructions(other, both({ 'a.y': 3 }))).rejects.toThrow(JournalError);
    expect(await readFile(journalFile(), 'utf8')).toBe(text);
  });

  it('that was damaged is refused, not half used', async () => {
    await applyInstructions(await makeParts(), both());
    const text = await readFile(journalFile(), 'utf8');
    await writeFile(journalFile(), text.replace('\n', '\nnot a line\n'));
    await expect(openJournal(stateFolder)).rejects.toThrow(JournalError);
  });
});
