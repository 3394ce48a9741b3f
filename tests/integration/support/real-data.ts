import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'node:path';
import JSON5 from 'json5';
import { realData } from './places.ts';

/** The five devices of the real data. */
export const DEVICES = ['android', 'linux_gnome', 'linux_min', 'win32_at_choice', 'win32_builtin'] as const;

/** The name of one of them. */
export type DeviceName = (typeof DEVICES)[number];

/** What the old cloud answered to GET settings. */
export interface ExpectedAnswer {
  readonly status: number;
  readonly body: object;
  readonly solutionsRegistryIds: readonly string[];
}

/** The GPII tokens of the real data: the names of its preference sets. */
export function readGpiiTokens(): string[] {
  return readdirSync(realData('preferences')).map((name) => parse(name).name);
}

/** The device report. */
export function readDevice(device: DeviceName): { OS: { id: string } } {
  return JSON.parse(readFileSync(realData(`devices/${device}.json`), 'utf8')) as { OS: { id: string } };
}

/** The old cloud's answers for a device, by GPII token. */
export function readExpected(device: DeviceName): Readonly<Record<string, ExpectedAnswer>> {
  const text = readFileSync(realData(`expected/${device}.json`), 'utf8');
  return JSON.parse(text) as Record<string, ExpectedAnswer>;
}

/** The solutions registry of an operating system, by solution id. */
export function readRegistry(osId: string): Readonly<Record<string, unknown>> {
  return JSON5.parse<Record<string, unknown>>(readFileSync(realData(`solutions/${osId}.json5`), 'utf8'));
}
