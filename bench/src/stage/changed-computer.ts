import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { startServer, type ServerProcess } from '../processes/server-process.ts';
import type { Workplace } from '../workplace.ts';
import { binOf } from './server-plans.ts';
import { startStandIn, type StandIn } from './stand-in.ts';

const SIZE = 'http://registry.gpii.net/common/fontSize';
/** A preference that stands nowhere else: who finds it on disk has found a person. */
const SIZE_OF_PERSON = 31.4159;
const HANDLERS = 'gpii.settingsHandlers';

/** A home of somebody with files of settings and gsettings in it, and a road that changes all of them. */
export interface ChangedComputer {
  readonly folder: string;
  readonly home: string;
  readonly stateDir: string;
  readonly standIn: StandIn;
  readonly solutions: number;
  /** False where there is no `gsettings`: then its solutions are missing. */
  readonly hasGsettings: boolean;
  /** What a person leaves where not all is put back. */
  readonly preference: string;
}

/** What stands in the home before anybody keys in. */
const FILES: Readonly<Record<string, string>> = {
  'editor.ini': '; mine\r\n[view]\r\nsize = 12 ; points\r\n',
  'reader.json': '{"view":{"size":12.0},\n\t"z":[1]}',
  'writer.xml': '<?xml version="1.0"?>\r\n<!-- mine --><writer><size unit="pt">12</size></writer>\r\n',
  'player.conf': '# mine\nSIZE=12\n',
  '.local/share/orca/user-settings.conf':
    '{"general": {"startingProfile": ["Default", "default"]}, "profiles": {"default": {"sayAllStyle": 1}}}',
};

/** Keys that were changed before anybody keys in: schema, key, value. */
const KEYS = [
  ['org.gnome.desktop.interface', 'cursor-size', '32'],
  ['org.gnome.desktop.a11y.keyboard', 'slowkeys-delay', '250'],
  ['org.gnome.desktop.a11y.magnifier', 'mag-factor', '1.5'],
  ['org.gnome.desktop.wm.preferences', 'num-workspaces', '3'],
] as const;

/** Solution -> type and options of its handler, and its settings, each of which becomes the person's size. */
const IN_FILES: Readonly<Record<string, readonly [type: string, options: object, settings: readonly string[]]>> = {
  editor: [`${HANDLERS}.INISettingsHandler`, inHome('editor.ini'), ['view\\.size', 'new\\.size']],
  reader: [`${HANDLERS}.JSONSettingsHandler`, inHome('reader.json'), ['view\\.size', 'new\\.size']],
  writer: [`${HANDLERS}.XMLHandler`, inHome('writer.xml'), ['writer\\.size\\.$t', 'writer\\.new\\.$t']],
  player: [`${HANDLERS}.keyValueHandler`, inHome('player.conf'), ['SIZE', 'NEW_SIZE']],
  orca: ['gpii.orca', {}, ['voices\\.default\\.rate', 'sayAllStyle']],
  'the editor again': [`${HANDLERS}.INISettingsHandler`, inHome('editor.ini'), ['view\\.size', 'other\\.size']],
  'new ini': [`${HANDLERS}.INISettingsHandler`, inHome('deep/deeper/new.ini'), ['size']],
  'new json': [`${HANDLERS}.JSONSettingsHandler`, inHome('deep/new.json'), ['size']],
  'new xml': [`${HANDLERS}.XMLHandler`, inHome('new.xml'), ['a\\.size\\.$t']],
  'new key=value': [`${HANDLERS}.keyValueHandler`, inHome('new.conf'), ['SIZE']],
};
const IN_GSETTINGS: typeof IN_FILES = {
  interface: ['gpii.gsettings', { schema: 'org.gnome.desktop.interface' }, ['text-scaling-factor', 'font-name']],
  keyboard: ['gpii.gsettings', { schema: 'org.gnome.desktop.a11y.keyboard' }, ['bouncekeys-delay']],
  magnifier: ['gpii.gsettings', { schema: 'org.gnome.desktop.a11y.magnifier' }, ['mag-factor']],
  windows: ['gpii.gsettings', { schema: 'org.gnome.desktop.wm.preferences' }, ['titlebar-font']],
};

/** Of the keys that do not take the person's size as it is. */
const OTHER_VALUES: Readonly<Record<string, unknown>> = {
  'text-scaling-factor': 2.5,
  'bouncekeys-delay': 314,
  'font-name': `Sans ${SIZE_OF_PERSON}`,
  'titlebar-font': `Sans ${SIZE_OF_PERSON}`,
};

/** Makes the home and starts the road. The folder has to be there; who asked for it closes `standIn`. */
export async function makeChangedComputer(folder: string): Promise<ChangedComputer> {
  const home = join(folder, 'home');
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(home, name)), { recursive: true });
    await writeFile(join(home, name), text);
  }
  const hasGsettings = (process.env.PATH ?? '').split(':').some((place) => existsSync(join(place, 'gsettings')));
  // Written by itself, so that only what is changed can differ.
  for (const key of hasGsettings ? KEYS : [])
    spawnSync('gsettings', ['set', ...key], { env: { ...process.env, ...environmentOf(home, folder) } });
  const solutions = { ...(hasGsettings ? IN_GSETTINGS : {}), ...IN_FILES };
  const standIn = await startStandIn(answerFor(solutions));
  const ids = Object.keys(solutions).map((id) => ({ id }));
  await writeFile(join(folder, 'device.json'), JSON.stringify({ OS: { id: 'linux', version: '6' }, solutions: ids }));
  await writeFile(join(folder, 'channel-key'), 'channel-key-of-a-stand-in\n', { mode: 0o600 });
  const stateDir = join(folder, 'state');
  await mkdir(stateDir, { mode: 0o700 });
  return { folder, home, stateDir, standIn, solutions: ids.length, hasGsettings, preference: String(SIZE_OF_PERSON) };
}

/** Starts a flow manager that changes this computer; one that does not with `applies: false`. */
export function startFlowManagerAt(
  { folder, home, stateDir, standIn }: ChangedComputer,
  {
    root,
    workplace,
    applies = true,
    mediaFolder,
  }: { root: string; workplace: Workplace; applies?: boolean; mediaFolder?: string },
): Promise<ServerProcess> {
  const files = ['--device', join(folder, 'device.json'), '--channel-key-file', join(folder, 'channel-key')];
  const others = ['--requester-url', standIn.url, '--cloud-url', standIn.url];
  const args = [
    'serve',
    '--port',
    '0',
    '--state-dir',
    stateDir,
    '--apply',
    applies ? 'yes' : 'no',
    ...files,
    ...others,
    ...(mediaFolder === undefined ? [] : ['--media-folder', mediaFolder]),
  ];
  const environment = environmentOf(home, stateDir);
  const name = applies ? 'flow-manager' : 'flow-manager-that-applies-nothing';
  return startServer({ name, script: binOf(root, 'flowManager'), args, environment }, workplace);
}

/** With the back end of gsettings that needs no session bus. */
function environmentOf(home: string, stateHome: string): Record<string, string> {
  return {
    ...{ HOME: home, XDG_CONFIG_HOME: join(home, '.config'), XDG_DATA_HOME: join(home, '.local/share') },
    ...{ XDG_STATE_HOME: stateHome, GSETTINGS_BACKEND: 'keyfile' },
  };
}

/** Everything in a folder: path -> bytes as text; folders are there too. */
export async function readAllFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const all = entries.map(async (entry): Promise<[string, string]> => {
    const path = join(entry.parentPath, entry.name);
    // A program that is still at work may take its own files away meanwhile.
    const text = entry.isFile() ? await readFile(path, 'latin1').catch(() => '(gone)') : '(a folder)';
    return [relative(folder, path), text];
  });
  return new Map((await Promise.all(all)).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function answerFor(solutions: typeof IN_FILES): object {
  const size = SIZE.replaceAll('.', '\\.');
  const entries = Object.entries(solutions).map(([id, [type, options, settings]]) => {
    const rules = settings.map((setting) => {
      const value = OTHER_VALUES[setting];
      const literal = { transform: { type: 'fluid.transforms.literalValue', input: value } };
      return [setting, value === undefined ? size : literal] as const;
    });
    const capabilitiesTransformations = { ...Object.fromEntries(rules) };
    const handler = { type, liveness: 'live', options, capabilities: [size], capabilitiesTransformations };
    return [id, { settingsHandlers: { it: handler } }] as const;
  });
  const applications = Object.fromEntries(
    entries.map(([id]) => [id, { active: true, settings: { [SIZE]: SIZE_OF_PERSON } }]),
  );
  return {
    gpiiKey: 'somebody',
    preferences: {},
    solutionsRegistryEntries: Object.fromEntries(entries),
    matchMakerOutput: { inferredConfiguration: { 'gpii-default': { applications } } },
  };
}

function inHome(name: string): object {
  return { filename: `\${{environment}.HOME}/${name}` };
}
