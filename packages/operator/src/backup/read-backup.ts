import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { STORE_VERSION } from '@gpii/store';
import type { z } from 'zod';
import {
  BACKUP_VERSION,
  documentLineSchema,
  headerSchema,
  keysLineSchema,
  noCounts,
  trailerSchema,
  type BackupCounts,
  type BackupDocument,
  type BackupHeader,
} from './backup-format.ts';

/** A backup that was read to its end and is whole. */
export interface CheckedBackup {
  readonly file: string;
  readonly header: BackupHeader;
  /** The text of keys.json. */
  readonly keys: string;
  readonly counts: BackupCounts;
}

/**
 * Reads a backup to its end.
 *
 * @throws StartError (exit 1) when it is none, was cut or changed, or is newer than this program.
 */
export async function checkBackup(file: string): Promise<CheckedBackup> {
  const hash = createHash('sha256');
  const counts = noCounts();
  let header: BackupHeader | undefined;
  let keys: string | undefined;
  let isWhole = false;
  for await (const line of linesOf(file)) {
    if (isWhole) throw damaged(file, 'it goes on after its end');
    if (line.startsWith('{"end":')) {
      const trailer = parseLine(file, trailerSchema, line);
      if (trailer.sha256 !== hash.digest('hex') || !isSame(trailer.counts, counts)) {
        throw damaged(file, 'what is in it is not what was written');
      }
      isWhole = true;
      continue;
    }
    hash.update(`${line}\n`);
    if (header === undefined) header = checkHeader(file, parseLine(file, headerSchema, line));
    else if (keys === undefined) keys = parseLine(file, keysLineSchema, line).keys;
    else counts[parseLine(file, documentLineSchema, line).collection] += 1;
  }
  if (!isWhole || header === undefined || keys === undefined) throw damaged(file, 'its end is missing');
  return { file, header, keys, counts };
}

/** The documents of a backup that was checked before. */
export async function* readDocuments({ file }: CheckedBackup): AsyncGenerator<BackupDocument> {
  for await (const line of linesOf(file)) {
    if (line.startsWith('{"collection":')) yield parseLine(file, documentLineSchema, line);
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const unpacked = createGunzip();
  const source = createReadStream(file);
  source.on('error', (error) => unpacked.destroy(error));
  let rest = '';
  try {
    for await (const chunk of source.pipe(unpacked).setEncoding('utf8') as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw damaged(file, code === 'Z_BUF_ERROR' ? 'its end is missing' : message, error);
  } finally {
    source.destroy();
  }
  if (rest !== '') yield rest;
}

function checkHeader(file: string, header: BackupHeader): BackupHeader {
  if (header.gpiiCloudBackup <= BACKUP_VERSION && header.storeVersion <= STORE_VERSION) return header;
  const message = `The backup ${file} was written by a newer program (${header.program}): restore it with that one.`;
  throw new StartError(message, { exitCode: EXIT.failed });
}

/** No error of JSON or zod is passed on: it would show parts of the line. */
function parseLine<Schema extends z.ZodType>(file: string, schema: Schema, line: string): z.output<Schema> {
  let content: unknown;
  try {
    content = JSON.parse(line);
  } catch {
    throw damaged(file, 'a line of it is no JSON');
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success) throw damaged(file, 'a line of it is none of a backup');
  return parsed.data;
}

function isSame(left: object, right: object): boolean {
  return JSON.stringify(Object.entries(left).sort()) === JSON.stringify(Object.entries(right).sort());
}

function damaged(file: string, why: string, cause?: unknown): StartError {
  return new StartError(`The file ${file} is no whole backup of GPII Cloud: ${why}. Nothing was restored.`, {
    exitCode: EXIT.failed,
    cause,
  });
}
