import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { unitWord } from './unit-word.ts';

/** A file that the services need, at its place on this computer. */
export interface ServiceFile {
  readonly path: string;
  readonly content: string;
}

/** What the services are made for. */
export interface ServicePlan {
  readonly cloudUrl: string;
  /** Whose desktop key-in changes: the flow manager runs in the session of this account. Left out: it changes nothing. */
  readonly sessionAccount?: string | undefined;
}

const FLOW_MANAGER = 'gpii-flowmanager.service';
const ALWAYS = ['gpii-enrol.service', 'gpii-access-requester.service'] as const;

/** Units of the system that are started, in this order. */
export function systemUnits({ sessionAccount }: Pick<ServicePlan, 'sessionAccount'>): readonly string[] {
  return sessionAccount === undefined ? [...ALWAYS, FLOW_MANAGER] : ALWAYS;
}

/** All that was ever put in place, whatever the plan was. */
export const SERVICE_PATHS: readonly string[] = [
  ...[...ALWAYS, FLOW_MANAGER].map(systemPath),
  userPath(FLOW_MANAGER),
  '/etc/sysusers.d/gpii.conf',
  '/etc/tmpfiles.d/gpii.conf',
];

/** The units that are in place below a root: systemctl fails for those that it does not know. */
export function unitsInPlace(root = '/'): {
  readonly system: readonly string[];
  readonly ofSession: readonly string[];
} {
  const isThere = (path: string): boolean => existsSync(join(root, path));
  return {
    system: [...ALWAYS, FLOW_MANAGER].filter((unit) => isThere(systemPath(unit))),
    ofSession: [FLOW_MANAGER].filter((unit) => isThere(userPath(unit))),
  };
}

/** What `systemctl enable` makes of the [Install] sections of our units. */
export const ENABLED_LINKS: readonly string[] = [
  ...[...ALWAYS, FLOW_MANAGER].map((unit) => `/etc/systemd/system/multi-user.target.wants/${unit}`),
  `/etc/systemd/user/default.target.wants/${FLOW_MANAGER}`,
];

const TEMPLATES = fileURLToPath(new URL('../../systemd/', import.meta.url));
/** Made by an administrator who says what is installed; without it the flow manager finds that. */
const DEVICE_REPORT = '/etc/gpii/device.json';
const require = createRequire(import.meta.url);

/**
 * The files that make systemd run the access requester and the flow manager, each under an account of its own, and enrol an
 * imaged computer at its first boot.
 *
 * @param root - Of the system that they are for.
 * @throws StartError when one of the programs is not installed.
 */
export function makeServiceFiles({ cloudUrl, sessionAccount }: ServicePlan, root = '/'): readonly ServiceFile[] {
  const all = read('hardening-of-all.conf');
  const values: Readonly<Record<string, string>> = {
    CLOUD_URL: unitWord(cloudUrl),
    ACCESS_REQUESTER: commandLineOf('gpii-access-requester', '@gpii/access-requester'),
    FLOWMANAGER: commandLineOf('gpii-flowmanager', '@gpii/untrusted-flowmanager'),
    MANAGER: commandLineOf('gpii-manager', '@gpii/gpii-manager'),
    SESSION_ACCOUNT: sessionAccount ?? '',
    DEVICE: existsSync(join(root, DEVICE_REPORT)) ? ` --device ${DEVICE_REPORT}` : '',
    HARDENING: read('hardening.conf') + all,
    HARDENING_OF_ROOT: all,
  };
  const fill = (template: string): string =>
    template.replace(/@([A-Z_]+)@/g, (whole, name: string) => values[name] ?? whole);
  const ofSession =
    sessionAccount === undefined
      ? []
      : [{ path: userPath(FLOW_MANAGER), content: fill(read('gpii-flowmanager-of-session.service')) }];
  return [
    ...systemUnits({ sessionAccount }).map((unit) => ({ path: systemPath(unit), content: fill(read(unit)) })),
    ...ofSession,
    { path: '/etc/sysusers.d/gpii.conf', content: read('gpii.sysusers.conf') + memberships(sessionAccount) },
    { path: '/etc/tmpfiles.d/gpii.conf', content: read('gpii.tmpfiles.conf') },
  ];
}

/** The groups that reach the access requester, and read the preferences stored here. */
function memberships(account: string | undefined): string {
  return account === undefined ? '' : `m ${account} gpii-channel\nm ${account} gpii-flowmanager\n`;
}

function systemPath(unit: string): string {
  return `/etc/systemd/system/${unit}`;
}

function userPath(unit: string): string {
  return `/etc/systemd/user/${unit}`;
}

function read(name: string): string {
  return readFileSync(join(TEMPLATES, name), 'utf8');
}

/** The program on the PATH, else that of the package beside ours. Node by its own path: units have no PATH of ours. */
function commandLineOf(name: string, packageName: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  const found = folders.map((folder) => join(folder, name)).find(isProgram) ?? besideUs(name, packageName);
  if (found === undefined) {
    throw new StartError(`${name} is not installed. Install it, so that it is on the PATH. Nothing was changed.`, {
      exitCode: EXIT.unavailable,
    });
  }
  return `${unitWord(process.execPath)} ${unitWord(found)}`;
}

function besideUs(name: string, packageName: string): string | undefined {
  try {
    const path = join(dirname(require.resolve(`${packageName}/package.json`)), 'bin', `${name}.js`);
    return isProgram(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
