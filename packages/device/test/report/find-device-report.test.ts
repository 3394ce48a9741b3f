import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { platform, release } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@gpii/matchmaker';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findDeviceReport } from '../../src/report/find-device-report.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

let folder: TemporaryFolder;
const inFolder = (name: string): string => join(folder.path, name);

/** A program of the computer, which writes down how it was called. */
function putProgram(name: string, lines: readonly string[]): void {
  const file = inFolder(`bin/${name}`);
  writeFileSync(
    file,
    [
      '#!/bin/sh',
      `printf '%s ' ${name} "$@" >> '${inFolder('calls')}'`,
      `echo >> '${inFolder('calls')}'`,
      ...lines,
    ].join('\n'),
  );
  chmodSync(file, 0o755);
}

const calls = (): readonly string[] => readFileSync(inFolder('calls'), 'utf8').trim().split('\n');
const reporter = (type: string, member: JsonObject): JsonObject => ({ isInstalled: [{ type, ...member }] });
const DEVICE_REPORTER = 'gpii.deviceReporter';

beforeEach(async () => {
  folder = await makeTemporaryFolder();
  mkdirSync(inFolder('bin'));
  writeFileSync(inFolder('calls'), '');
  writeFileSync(inFolder('installed.txt'), '');
});
afterEach(() => folder.remove());

/** The ids that were found. */
async function find(registry: JsonObject): Promise<readonly string[]> {
  const { report } = await findDeviceReport(registry, { PATH: inFolder('bin'), HOME: folder.path });
  return report.solutions.map(({ id }) => id);
}

describe('a device report that is found', () => {
  it('has the operating system as Node knows it', async () => {
    const { report } = await findDeviceReport({}, {});
    expect(report).toEqual({ OS: { id: platform(), version: release() }, solutions: [] });
  });

  it('has what is always there, files, and programs of PATH', async () => {
    putProgram('reader', []);
    writeFileSync(inFolder('bin/no-program'), '');
    expect(
      await find({
        always: reporter(`${DEVICE_REPORTER}.alwaysInstalled`, {}),
        file: reporter(`${DEVICE_REPORTER}.fileExists`, { path: '${{environment}.HOME}/installed.txt' }),
        'no file': reporter(`${DEVICE_REPORTER}.fileExists`, { path: '${{environment}.HOME}/other.txt' }),
        'no variable': reporter(`${DEVICE_REPORTER}.fileExists`, { path: '${{environment}.NOT_SET}/installed.txt' }),
        command: reporter(`${DEVICE_REPORTER}.commandExists`, { command: 'reader' }),
        'no command': reporter(`${DEVICE_REPORTER}.commandExists`, { command: 'writer' }),
        'no program': reporter(`${DEVICE_REPORTER}.commandExists`, { command: 'no-program' }),
        'not on PATH': reporter(`${DEVICE_REPORTER}.commandExists`, { command: '../bin/reader' }),
      }),
    ).toEqual(['always', 'file', 'command']);
  });

  it('asks for all packages at once, and for all schemas at once', async () => {
    putProgram('dpkg-query', ["printf 'installed orca\\nconfig-files onboard\\n'", 'exit 1']);
    putProgram('gsettings', ["printf 'org.gnome.one\\norg.gnome.two\\n'"]);
    const wanted = {
      orca: reporter('gpii.packageKit.find', { name: 'orca' }),
      'was removed': reporter('gpii.packageKit.find', { name: 'onboard' }),
      'no name of a package': reporter('gpii.packageKit.find', { name: '--admindir=/x' }),
      one: reporter(`${DEVICE_REPORTER}.gsettingsSchemaExists`, { schema: 'org.gnome.one' }),
      three: reporter(`${DEVICE_REPORTER}.gsettingsSchemaExists`, { schema: 'org.gnome.three' }),
    };
    expect(await find(wanted)).toEqual(['orca', 'one']);
    const asked = [...calls()].sort().map((call) => call.replace(/--showformat=\S+ \S+/, ''));
    expect(asked.map((call) => call.trim().split(/ +/))).toEqual([
      ['dpkg-query', '--show', '--', 'orca', 'onboard'],
      ['gsettings', 'list-schemas'],
    ]);
  });

  it('is made without programs that the computer does not have', async () => {
    const registry = {
      orca: reporter('gpii.packageKit.find', { name: 'orca' }),
      one: reporter(`${DEVICE_REPORTER}.gsettingsSchemaExists`, { schema: 'org.gnome.one' }),
    };
    expect(await find(registry)).toEqual([]);
  });

  it('starts no program that no entry asks for', async () => {
    putProgram('dpkg-query', []);
    putProgram('gsettings', []);
    await find({ always: reporter(`${DEVICE_REPORTER}.alwaysInstalled`, {}) });
    expect(calls()).toEqual(['']);
  });

  it('says why, what was not found, and which reporters nobody knows, each once', async () => {
    const windows = { type: `${DEVICE_REPORTER}.registryKeyExists`, path: 'x' };
    const always = { type: `${DEVICE_REPORTER}.alwaysInstalled` };
    const registry = {
      both: { isInstalled: [windows, { type: 'gpii.packageKit.find' }, always] },
      windows: { isInstalled: [windows] },
      silent: {},
    };
    expect(await findDeviceReport(registry, {})).toMatchObject({
      because: new Map([['both', { kind: 'always', name: '' }]]),
      notInstalled: new Map([
        ['windows', []],
        ['silent', []],
      ]),
      unknownReporters: [`${DEVICE_REPORTER}.registryKeyExists`, 'gpii.packageKit.find without name'],
    });
  });
});
