import { existsSync } from 'node:fs';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { EXIT_NOT_ADMINISTRATOR } from '../administrator.ts';
import { putFiles, removeFiles } from '../services/put-files.ts';
import { makeServiceFiles, systemUnits, unitsInPlace } from '../services/service-files.ts';
import { runTool } from '../services/run-tool.ts';
import type { CommandRooms, Report } from './command.ts';

/** Where the files go. */
export interface ServicesFlags {
  /** A folder that becomes the root of another system, such as a disk image: files are written, and nothing is run. */
  readonly root?: string | undefined;
}

/** What `install-services` is told beside. */
export interface InstallFlags extends ServicesFlags {
  /** The account whose desktop key-in changes. */
  readonly sessionAccount?: string | undefined;
}

/** As useradd(8) and systemd take it: nothing in it means something in a unit. */
const ACCOUNT_NAME = /^[a-z_][a-z0-9_-]{0,30}$/;
const USER_UNIT = 'gpii-flowmanager.service';

/**
 * Sets the services of this computer up: accounts, folders, units. Doing it again brings them up to date.
 *
 * @throws StartError.
 */
export async function installServices(rooms: CommandRooms, { root, sessionAccount }: InstallFlags): Promise<Report> {
  needRoot('install-services', root);
  needAccountName(sessionAccount);
  const { steps } = rooms;
  if (root === undefined && sessionAccount !== undefined) await prepareForSession(sessionAccount);
  await putFiles(makeServiceFiles({ cloudUrl: rooms.settings.cloudUrl, sessionAccount }, root), { root, steps });
  const units = systemUnits({ sessionAccount });
  const ofSession = noteOfSession(sessionAccount);
  if (root !== undefined) {
    const enable = `systemctl --root=${root} enable ${units.join(' ')}`;
    const lines = [`Written into ${root}. Enable there: ${enable}`];
    if (sessionAccount !== undefined) lines.push(`and: systemctl --root=${root} --global enable ${USER_UNIT}`);
    return told('written', [...lines, ...ofSession]);
  }
  await need('systemd-sysusers', ['/etc/sysusers.d/gpii.conf']);
  steps.done('Made the accounts gpii-access-requester and gpii-flowmanager');
  await need('systemd-tmpfiles', ['--create', '/etc/tmpfiles.d/gpii.conf']);
  steps.done('Made their folders');
  const isRunning = isSystemdRunning();
  if (isRunning) await need('systemctl', ['daemon-reload']);
  await need('systemctl', ['enable', ...(isRunning ? ['--now'] : []), ...units]);
  if (sessionAccount !== undefined) await need('systemctl', ['--global', 'enable', USER_UNIT]);
  if (!isRunning) {
    const later = 'systemd is not running here: the services start when this computer boots with it.';
    return told('installed', [later, ...ofSession]);
  }
  const running = 'The GPII services run, and start with this computer. Look at them: gpii-manager doctor';
  return told('running', [running, ...ofSession]);
}

/** Looks for the account, because systemd-sysusers would make it; and the flow manager of the system makes room. */
async function prepareForSession(account: string): Promise<void> {
  await need('id', ['-u', account]);
  const [, , flowManager = ''] = systemUnits({});
  if (isSystemdRunning() && existsSync(`/etc/systemd/system/${flowManager}`)) {
    await need('systemctl', ['disable', '--now', flowManager]);
  }
}

function noteOfSession(account: string | undefined): readonly string[] {
  if (account !== undefined) return [`Key-in changes the desktop of ${account}, from its next sign-in on.`];
  return [
    'Key-in fetches settings and changes no desktop: a service of the system has none.',
    'Name the account that people use here: gpii-manager install-services --session-account NAME',
  ];
}

function needAccountName(account: string | undefined): void {
  if (account === undefined || (ACCOUNT_NAME.test(account) && account !== 'root')) return;
  const message = `--session-account ${JSON.stringify(account)}: expected the name of the account whose desktop people use, and not root.`;
  throw new StartError(message, { exitCode: EXIT.usage });
}

/**
 * Takes the services away. The credential stays, unless it was forgotten before: it is somebody's.
 *
 * @throws StartError.
 */
export async function removeServices({ settings, steps }: CommandRooms, { root }: ServicesFlags): Promise<Report> {
  needRoot('remove-services', root);
  if (root === undefined && isSystemdRunning()) {
    const { system, ofSession } = unitsInPlace();
    if (system.length > 0) await runTool('systemctl', ['disable', '--now', ...system]);
    if (ofSession.length > 0) await runTool('systemctl', ['--global', 'disable', ...ofSession]);
  }
  await removeFiles({ root, steps });
  if (root === undefined && isSystemdRunning()) await runTool('systemctl', ['daemon-reload']);
  return told('removed', [
    'The services are gone. What stays, because it is somebody’s: the accounts gpii-access-requester and gpii-flowmanager, the group',
    `gpii-channel, what is in /etc/gpii and /var/lib/gpii-*, and ${settings.credentialFile}, if there is one.`,
    'To end its secret and take it away: gpii-manager revoke',
  ]);
}

function needRoot(command: string, root: string | undefined): void {
  if (process.getuid?.() === 0 || root !== undefined) return;
  throw new StartError(`Setting up services needs an administrator.\nRun: sudo gpii-manager ${command}`, {
    exitCode: EXIT_NOT_ADMINISTRATOR,
  });
}

async function need(command: string, args: readonly string[]): Promise<void> {
  if (!(await runTool(command, args)))
    throw new StartError(`There is no ${command} here: is this a system with systemd?`);
}

/** As sd_booted(3) says. */
function isSystemdRunning(): boolean {
  return existsSync('/run/systemd/system');
}

function told(state: string, lines: readonly string[]): Report {
  return { json: { services: state }, lines };
}
