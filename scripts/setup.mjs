/** What a fresh clone lacks: each function looks, and does only what is missing. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root, runCommand, runNode, runNpm, step, StepError } from './steps.mjs';

/** Exit code when something that is needed is not to be had (sysexits.h). */
const UNAVAILABLE = 69;
const OLDEST_NODE = [20, 19];

const lockFile = join(root, 'package-lock.json');
const installedLockFile = join(root, 'node_modules', '.package-lock.json');
/** Holds the hash of the package-lock.json that was installed; `npm ci` removes it together with all else. */
const stampFile = join(root, 'node_modules', '.gpii-installed');

/** @throws StepError when this Node is too old. */
export function ensureNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new StepError(`This needs Node ${OLDEST_NODE.join('.')} or later, and this is Node ${process.versions.node}.`, {
    exitCode: UNAVAILABLE,
  });
}

/** Installs what package-lock.json names, unless it stands there already. Development tools too: they build it. */
export async function ensureDependencies() {
  const hash = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  if (isInstalled(hash)) return;
  await step('Installing dependencies (npm ci, about a minute)', () =>
    runNpm(['ci', '--include=dev', '--no-audit', '--no-fund'], {
      message: 'The dependencies could not be installed: what npm says stands above.',
      exitCode: UNAVAILABLE,
    }),
  );
  writeFileSync(stampFile, `${hash}\n`);
}

/** By our own stamp, or because an install by hand is younger than package-lock.json. */
function isInstalled(hash) {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8').trim() === hash) return true;
  return existsSync(installedLockFile) && statSync(installedLockFile).mtimeMs >= statSync(lockFile).mtimeMs;
}

/** Compiles what changed since the last build. */
export async function ensureBuild() {
  await step('Building', () =>
    runNode('node_modules/typescript/bin/tsc', ['-b'], {
      message: 'The build failed: what the compiler says stands above.',
      exitCode: UNAVAILABLE,
    }),
  );
}

/**
 * Installs the Debian packages whose command, or file, is missing. Without those that are optional, the tests that need them are
 * passed over.
 *
 * @param {readonly { package: string, command?: string, file?: string, for: string, optional?: boolean }[]} needed
 * @throws StepError that names them, when this account cannot install them.
 */
export async function ensureDebianPackages(needed) {
  const missing = needed.filter(({ command, file }) => !(file === undefined ? isOnPath(command) : existsSync(file)));
  await install(missing.filter(({ optional }) => optional !== true).map((entry) => entry.package));
  for (const entry of missing.filter(({ optional }) => optional === true)) {
    await install([entry.package]).catch((error) => {
      if (!(error instanceof StepError)) throw error;
      process.stderr.write(`Passed over: ${entry.for} (${entry.package} is missing and could not be installed).\n`);
    });
  }
}

async function install(missing) {
  if (missing.length === 0) return;
  const args = ['install', '-y', '--no-install-recommends', ...missing];
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
    throw new StepError(
      `The tests need what is not on this computer: ${missing.join(', ')}; install it with: ` +
        `sudo apt-get update && sudo apt-get ${args.join(' ')}`,
    );
  }
  const options = {
    message: `These Debian packages could not be installed: ${missing.join(', ')}.`,
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  };
  await step(`Installing Debian packages (${missing.join(', ')})`, async () => {
    await runCommand('apt-get', ['update'], options);
    await runCommand('apt-get', args, options);
  });
}

function isOnPath(command) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => folder !== '' && existsSync(join(folder, command)));
}
