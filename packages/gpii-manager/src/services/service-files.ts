import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT, StartError } from '@gpii/service-kit/cli';

/** A file that the services need, at its place on this computer. */
export interface ServiceFile {
  readonly path: string;
  readonly content: string;
}

/** Units that are started, in this order. */
export const UNITS = ['gpii-enrol.service', 'gpii-access-requester.service', 'gpii-flowmanager.service'] as const;

const TEMPLATES = fileURLToPath(new URL('../../systemd/', import.meta.url));
const PLACES: Readonly<Record<string, string>> = {
  'gpii.sysusers.conf': '/etc/sysusers.d/gpii.conf',
  'gpii.tmpfiles.conf': '/etc/tmpfiles.d/gpii.conf',
};
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
export function makeServiceFiles({ cloudUrl }: { cloudUrl: string }, root = '/'): readonly ServiceFile[] {
  const all = read('hardening-of-all.conf');
  const values: Readonly<Record<string, string>> = {
    // A percent sign begins a specifier in a unit file.
    CLOUD_URL: cloudUrl.replaceAll('%', '%%'),
    ACCESS_REQUESTER: commandLineOf('gpii-access-requester', '@gpii/access-requester'),
    FLOWMANAGER: commandLineOf('gpii-flowmanager', '@gpii/untrusted-flowmanager'),
    MANAGER: commandLineOf('gpii-manager', '@gpii/gpii-manager'),
    DEVICE: existsSync(join(root, DEVICE_REPORT)) ? ` --device ${DEVICE_REPORT}` : '',
    HARDENING: read('hardening.conf') + all,
    HARDENING_OF_ROOT: all,
  };
  const fill = (template: string): string =>
    template.replace(/@([A-Z_]+)@/g, (whole, name: string) => values[name] ?? whole);
  return [
    ...UNITS.map((unit) => ({ path: `/etc/systemd/system/${unit}`, content: fill(read(unit)) })),
    ...Object.entries(PLACES).map(([name, path]) => ({ path, content: read(name) })),
  ];
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
  return `${process.execPath} ${found}`;
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
