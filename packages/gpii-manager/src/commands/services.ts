import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StartError } from '@gpii/service-kit/cli';
import { EXIT_NOT_ADMINISTRATOR } from '../administrator.ts';
import { makeServiceFiles, UNITS } from '../services/service-files.ts';
import { runTool } from '../services/run-tool.ts';
import type { CommandRooms, Report } from './command.ts';

/** Where the files go. */
export interface ServicesFlags {
  /** A folder that becomes the root of another system, such as a disk image: files are written, and nothing is run. */
  readonly root?: string;
}

/**
 * Sets the services of this computer up: accounts, folders, units. Doing it again brings them up to date.
 *
 * @throws StartError.
 */
export async function installServices({ settings, steps }: CommandRooms, { root }: ServicesFlags): Promise<Report> {
  needRoot('install-services', root);
  for (const { path, content } of makeServiceFiles(settings, root)) {
    const target = join(root ?? '/', path);
    await mkdir(dirname(target), { recursive: true, mode: 0o755 });
    await writeFile(target, content, { mode: 0o644 });
    steps.done(`Wrote ${target}`);
  }
  if (root !== undefined) {
    return told('written', [`Written into ${root}. Enable there: systemctl --root=${root} enable ${UNITS.join(' ')}`]);
  }
  await need('systemd-sysusers', ['/etc/sysusers.d/gpii.conf']);
  steps.done('Made the accounts gpii-access-requester and gpii-flowmanager');
  await need('systemd-tmpfiles', ['--create', '/etc/tmpfiles.d/gpii.conf']);
  steps.done('Made their folders');
  if (!isSystemdRunning()) {
    return told('installed', ['systemd is not running here: the services start when this computer boots with it.']);
  }
  await need('systemctl', ['daemon-reload']);
  await need('systemctl', ['enable', '--now', ...UNITS]);
  return told('running', ['The GPII services run, and start with this computer. Look at them: gpii-manager doctor']);
}

/**
 * Takes the services away. The credential stays, unless it was forgotten before: it is somebody's.
 *
 * @throws StartError.
 */
export async function removeServices({ settings, steps }: CommandRooms, { root }: ServicesFlags): Promise<Report> {
  needRoot('remove-services', root);
  if (root === undefined && isSystemdRunning()) await runTool('systemctl', ['disable', '--now', ...UNITS]);
  for (const { path } of makeServiceFiles(settings)) {
    await rm(join(root ?? '/', path), { force: true });
    steps.done(`Removed ${join(root ?? '/', path)}`);
  }
  if (root === undefined && isSystemdRunning()) await runTool('systemctl', ['daemon-reload']);
  return told('removed', [
    'The services are gone. What stays: the accounts gpii-access-requester and gpii-flowmanager, because files may belong to',
    `them, and ${settings.credentialFile}, if there is one. Take that away first with: gpii-manager revoke`,
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
