import { hash } from 'node:crypto';
import type { StoredDocument } from './store.ts';

/** A revocation as its file has it. */
export interface RevocationLine {
  readonly id: string;
  readonly value: StoredDocument;
}

/** What a revocation file says. */
export interface RevocationLines {
  /** By id; of two lines with one id the first counts. */
  readonly found: ReadonlyMap<string, StoredDocument>;
  /** How many lines are not what was written. */
  readonly garbledLines: number;
  /** How many bytes at its end are a line without its end. */
  readonly tornBytes: number;
}

/** One line: JSON with a checksum over id and value, so that a line that changed on the disk is never believed. */
export function toRevocationLine({ id, value }: RevocationLine): string {
  return `${JSON.stringify({ checksum: checksumOf(id, value), id, value })}\n`;
}

/** Reads a file of such lines, however damaged it is. */
export function parseRevocationLines(bytes: Buffer): RevocationLines {
  const found = new Map<string, StoredDocument>();
  let garbledLines = 0;
  let begin = 0;
  for (let end = bytes.indexOf('\n'); end !== -1; end = bytes.indexOf('\n', begin)) {
    const line = parseLine(bytes.toString('utf8', begin, end));
    if (line === undefined) garbledLines += 1;
    else if (!found.has(line.id)) found.set(line.id, line.value);
    begin = end + 1;
  }
  return { found, garbledLines, tornBytes: bytes.length - begin };
}

function parseLine(text: string): RevocationLine | undefined {
  try {
    const { checksum, id, value } = JSON.parse(text) as Partial<RevocationLine> & { checksum?: unknown };
    if (id === undefined || value === undefined || checksum !== checksumOf(id, value)) return undefined;
    return { id, value };
  } catch {
    return undefined;
  }
}

/** Against accidents, not against people: whoever can write the file can write the database as well. */
function checksumOf(id: string, value: StoredDocument): string {
  return hash('sha256', JSON.stringify([id, value]), 'base64url').slice(0, 16);
}

/**
 * Whether what was revoked would have ended by itself before this time: a revocation of something that ends says so in
 * its member `expiresAt`. One that says nothing, or nothing that makes sense, stays for ever.
 */
export function isOverAnyhow({ expiresAt }: StoredDocument, now: Date): boolean {
  return typeof expiresAt === 'string' && Date.parse(expiresAt) <= now.getTime();
}
