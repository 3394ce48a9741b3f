import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { recordSchema, type ImportRecord } from '@gpii/protocol';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { toBadRecords, type BadRecord } from './bad-record.ts';
import type { ReadRecords } from './read-preference-files.ts';

/**
 * Reads records, one JSON object a line. Empty lines are passed over.
 *
 * @param file - A path, or `-` for standard input.
 * @throws StartError (exit 69) when it can't be read.
 */
export async function readRecordFile(file: string): Promise<ReadRecords> {
  const name = file === '-' ? 'standard input' : file;
  const content = (await readContent(file)).replace(/^\uFEFF/, '');
  const records: ImportRecord[] = [];
  const bad: BadRecord[] = [];
  let badCount = 0;
  content.split(/\r?\n/).forEach((lineText, index) => {
    if (lineText.trim() === '') return;
    const line = index + 1;
    const value = parseLine(lineText);
    if (value === undefined) {
      badCount += 1;
      bad.push({ file: name, line, field: '', message: 'not JSON' });
      return;
    }
    const parsed = recordSchema.safeParse(value);
    if (parsed.success) {
      records.push(parsed.data);
    } else {
      badCount += 1;
      bad.push(...toBadRecords(parsed.error, { file: name, lineOf: () => line }));
    }
  });
  return { records, bad, badCount };
}

async function readContent(file: string): Promise<string> {
  try {
    return file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    throw new StartError(`The file ${file} can't be read.`, { exitCode: EXIT.unavailable, cause: error });
  }
}

/** The JSON error text would show a part of the line, and with it a secret. */
function parseLine(lineText: string): unknown {
  try {
    return JSON.parse(lineText) as unknown;
  } catch {
    return undefined;
  }
}
