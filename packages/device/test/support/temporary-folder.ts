import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one test. */
export interface TemporaryFolder {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** Makes a folder that only this account may enter. */
export async function makeTemporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'gpii-device-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** The text of a file; empty where there is none. */
export function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
