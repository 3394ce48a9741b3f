import { readSettings } from '@gpii/service-kit/cli';
import type { FoundDevice, Reporter } from '@gpii/device';
import { flowManagerSettings } from '../config.ts';
import { findThisDevice } from '../device/known-device.ts';
import { layOutPairs } from './lay-out-pairs.ts';
import type { Flags } from './running-commands.ts';
import { toVisibleText } from './visible-text.ts';

const KIND_WORDS: Readonly<Record<Reporter['kind'], string>> = {
  always: 'always there',
  file: 'file',
  command: 'command',
  package: 'package',
  schema: 'gsettings schema',
};

/**
 * Finds the device report of this computer and tells why it says what it says.
 *
 * @returns What to print.
 * @throws StartError (exit 78) when a registry is wrong.
 */
export async function showDeviceReport({ json, ...flags }: Flags, width: number): Promise<string> {
  const { localSolutions } = readSettings(flowManagerSettings, { flags, env: process.env, config: {} });
  const { found } = await findThisDevice(localSolutions, process.env);
  return json === true ? JSON.stringify(toJson(found)) : describe(found, width);
}

function toJson({ report, because, notInstalled, unknownReporters }: FoundDevice): object {
  const why = Object.fromEntries([...because].map(([id, reporter]) => [id, wordsOf(reporter)]));
  const missing = Object.fromEntries([...notInstalled].map(([id, reporters]) => [id, reporters.map(wordsOf)]));
  return { report, because: why, notInstalled: missing, unknownReporters };
}

function describe({ report, because, notInstalled, unknownReporters }: FoundDevice, width: number): string {
  const labelWidth = Math.max(0, ...[...because.keys(), ...notInstalled.keys()].map((id) => toVisibleText(id).length));
  const layOut = (pairs: readonly (readonly [string, string])[]): string[] =>
    layOutPairs(
      pairs.map(([id, words]) => [toVisibleText(id), toVisibleText(words)] as const),
      { indent: 2, labelWidth, width },
    );
  const missing = [...notInstalled].map(([id, reporters]) => [id, wordsOfMissing(reporters)] as const);
  return [
    `This computer is ${report.OS.id} ${report.OS.version}. Of ${because.size + missing.length} solutions it has ${because.size}:`,
    ...layOut([...because].map(([id, reporter]) => [id, wordsOf(reporter)])),
    ...(missing.length === 0 ? [] : ['Not found:', ...layOut(missing)]),
    ...(unknownReporters.length === 0
      ? []
      : [`Not known here, so they count as not installed: ${toVisibleText(unknownReporters.join(', '))}`]),
  ].join('\n');
}

function wordsOf({ kind, name }: Reporter): string {
  return name === '' ? KIND_WORDS[kind] : `${KIND_WORDS[kind]} ${name}`;
}

function wordsOfMissing(reporters: readonly Reporter[]): string {
  return reporters.length === 0 ? 'the registry names nothing to look for' : reporters.map(wordsOf).join(', ');
}
