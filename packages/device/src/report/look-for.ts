import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execFile } from 'node:child_process';
import type { Environment } from '../handlers/expand-variables.ts';
import type { Reporter, ReporterKind } from './reporters.ts';

/** What a program gets before it counts as having found nothing. */
const DEADLINE_MS = 3000;

/** Names of Debian packages: dpkg-query would take others for patterns or options. */
const PACKAGE_NAME = /^[a-z0-9][a-z0-9+.-]*$/;

/** Which of some names are there. */
type Look = (names: readonly string[], environment: Environment) => Promise<ReadonlySet<string>>;

const LOOKS: Readonly<Record<ReporterKind, Look>> = {
  always: (names) => Promise.resolve(new Set(names)),
  file: (names) => namesThat(names, isThere),
  command: (names, environment) => namesThat(names, (name) => isCommand(name, environment)),
  package: findPackages,
  schema: findSchemas,
};

/**
 * Looks which of these things are on the computer: at most one `dpkg-query` and one `gsettings`, and none where nothing asks.
 * A program that is not there, fails or takes longer than 3 s has found nothing.
 *
 * @returns A function that says of each of them whether it is there.
 */
export async function lookFor(
  reporters: readonly Reporter[],
  environment: Environment,
): Promise<(reporter: Reporter) => boolean> {
  const kinds = [...new Set(reporters.map(({ kind }) => kind))];
  const found = await Promise.all(
    kinds.map(async (kind) => {
      const names = new Set(reporters.filter((reporter) => reporter.kind === kind).map(({ name }) => name));
      return [kind, await LOOKS[kind]([...names], environment)] as const;
    }),
  );
  const byKind = new Map(found);
  return ({ kind, name }) => byKind.get(kind)?.has(name) ?? false;
}

async function namesThat(
  names: readonly string[],
  test: (name: string) => Promise<boolean>,
): Promise<ReadonlySet<string>> {
  const tested = await Promise.all(names.map(async (name) => [name, await test(name)] as const));
  return new Set(tested.filter(([, isFound]) => isFound).map(([name]) => name));
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** A bare name on PATH that is a program. */
async function isCommand(name: string, { PATH = '' }: Environment): Promise<boolean> {
  if (name.includes('/') || name.includes('\\')) return false;
  const folders = PATH.split(delimiter).filter((folder) => folder !== '');
  const tested = await namesThat(
    folders.map((folder) => join(folder, name)),
    isProgram,
  );
  return tested.size > 0;
}

async function isProgram(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => undefined);
  if (info?.isFile() !== true) return false;
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** A package that was removed and left settings behind is known to dpkg, and not installed. */
async function findPackages(names: readonly string[], environment: Environment): Promise<ReadonlySet<string>> {
  const asked = names.filter((name) => PACKAGE_NAME.test(name));
  if (asked.length === 0) return new Set();
  // dpkg-query reads the \\n itself.
  const format = '${db:Status-Status} ${Package}\\n';
  const lines = await linesOf('dpkg-query', ['--show', `--showformat=${format}`, '--', ...asked], environment);
  const installed = lines.map((line) => /^installed (\S+)$/.exec(line)?.[1]);
  return new Set(installed.filter((name) => name !== undefined));
}

async function findSchemas(names: readonly string[], environment: Environment): Promise<ReadonlySet<string>> {
  const schemas = new Set(await linesOf('gsettings', ['list-schemas'], environment));
  return new Set(names.filter((name) => schemas.has(name)));
}

/** What a program wrote, line by line, also when it ended with an error: dpkg-query does where one package of many is unknown. */
function linesOf(program: string, args: readonly string[], environment: Environment): Promise<readonly string[]> {
  const options = { env: { ...environment, LC_ALL: 'C' }, timeout: DEADLINE_MS, maxBuffer: 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(program, args, options, (_error, stdout) => {
      resolve(stdout.split('\n'));
    });
  });
}
