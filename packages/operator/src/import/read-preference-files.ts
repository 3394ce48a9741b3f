import { readdir, readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { parsePreferenceSet } from '@gpii/gpii-files';
import { gpiiTokenSchema, type GpiiTokenRecord, type ImportRecord } from '@gpii/protocol';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { toBadRecords, type BadRecord } from './bad-record.ts';

/** What was found to import, and what cannot be. */
export interface ReadRecords {
  readonly records: readonly ImportRecord[];
  /** Each thing that is wrong; a record can have several. */
  readonly bad: readonly BadRecord[];
  /** How many records are bad. */
  readonly badCount: number;
}

/**
 * Reads folders of GPII preference sets: one JSON5 file for each, whose name is the GPII token.
 *
 * @throws StartError (exit 69) for a folder that can't be read or holds none.
 */
export async function readPreferenceFiles(directories: readonly string[]): Promise<ReadRecords> {
  const records: ImportRecord[] = [];
  const bad: BadRecord[] = [];
  let badCount = 0;
  for (const directory of directories) {
    for (const file of await listFiles(directory)) {
      const read = await readPreferenceSet(file);
      if ('record' in read) {
        records.push(read.record);
      } else {
        bad.push(...read.bad);
        badCount += 1;
      }
    }
  }
  return { records, bad, badCount };
}

async function listFiles(directory: string): Promise<readonly string[]> {
  let names: string[];
  try {
    names = await readdir(directory);
  } catch (error) {
    throw new StartError(`The folder ${directory} can't be read.`, { exitCode: EXIT.unavailable, cause: error });
  }
  const files = names.filter((name) => /\.json5?$/.test(name)).sort();
  if (files.length === 0) {
    throw new StartError(`The folder ${directory} holds no preference set (*.json5).`, { exitCode: EXIT.unavailable });
  }
  return files.map((name) => join(directory, name));
}

async function readPreferenceSet(file: string): Promise<{ record: GpiiTokenRecord } | { bad: readonly BadRecord[] }> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return { bad: [{ file, line: 1, field: '', message: "can't be read" }] };
  const token = gpiiTokenSchema.safeParse(parse(file).name);
  if (!token.success) return { bad: toBadRecords(token.error, { file, lineOf: () => 1 }) };
  const parsed = parsePreferenceSet(text);
  if ('problems' in parsed) return { bad: parsed.problems.map((problem) => ({ file, ...problem })) };
  return { record: { kind: 'gpiiToken', token: token.data, preferences: parsed.preferences } };
}
