import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { credentialFileSchema, type Reason } from '@gpii/protocol';
import { plainText } from '../plain-text.ts';

/** A client credential: who this computer is for GPII Cloud. */
export interface Credential {
  readonly clientId: string;
  readonly clientSecret: string;
  /** For people; fit for a message. */
  readonly name: string;
}

/** Why a credential file cannot be used. `message` is a sentence that names the path, and holds nothing of the content. */
export interface CredentialProblem {
  readonly reason: Extract<Reason, `credential_file_${string}`>;
  readonly message: string;
}

/** What a look at the credential file gave. */
export type CredentialReading =
  | { readonly kind: 'missing' }
  | { readonly kind: 'credential'; readonly credential: Credential }
  | { readonly kind: 'problem'; readonly problem: CredentialProblem };

const LIMIT_BYTES = 64 * 1024;
/** Any right of the group or of others. */
const OTHERS_RIGHTS = 0o077;
const OTHERS_WRITE = 0o022;
const STICKY = 0o1000;

/**
 * Reads the credential file. Mode and content are those of one and the same file, even while it is being replaced.
 * Synchronous: it is a small local file, and no request may see half of a change.
 */
export function readCredentialFile(path: string): CredentialReading {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    return isMissing(error) ? { kind: 'missing' } : unreadable(path, error);
  }
  try {
    // Windows has no such rights: who may read is in its access lists, which the installer sets.
    const isTooOpen = process.platform !== 'win32' && (fstatSync(descriptor).mode & OTHERS_RIGHTS) !== 0;
    if (isTooOpen) return tooOpen(path);
    const folder = dirname(path);
    return isOpenFolder(folder) ? folderTooOpen(folder) : parse(path, readStart(descriptor));
  } catch (error) {
    return unreadable(path, error);
  } finally {
    closeSync(descriptor);
  }
}

/** Whether others may put a file of theirs in place of ours. Where the folder is sticky, they may not. */
function isOpenFolder(folder: string): boolean {
  const { mode } = statSync(folder);
  return process.platform !== 'win32' && (mode & OTHERS_WRITE) !== 0 && (mode & STICKY) === 0;
}

/** Changes whenever the file does: replaced, written, its mode set. One cheap look. */
export function stampCredentialFile(path: string): string {
  try {
    const { dev, ino, size, mode, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return [dev, ino, size, mode, mtimeNs, ctimeNs].join(':');
  } catch (error) {
    return isMissing(error) ? 'missing' : String((error as NodeJS.ErrnoException).code);
  }
}

function readStart(descriptor: number): string {
  const buffer = Buffer.alloc(LIMIT_BYTES);
  return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, LIMIT_BYTES, 0));
}

function parse(path: string, text: string): CredentialReading {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return malformed(path, 'it is not JSON');
  }
  const { data } = credentialFileSchema.safeParse(content);
  if (data === undefined) return malformed(path, 'it has no “installed” part with client_id and client_secret');
  const { client_id: clientId, client_secret: clientSecret, name } = data.installed;
  const credential = { clientId, clientSecret, name: plainText(name) ?? '' };
  return { kind: 'credential', credential };
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

function malformed(path: string, what: string): CredentialReading {
  const message = `${path} is not a GPII credential file: ${what}.`;
  return { kind: 'problem', problem: { reason: 'credential_file_malformed', message } };
}

function tooOpen(path: string): CredentialReading {
  const message = `Others than its owner can read ${path}. Take that away: chmod 600 ${path}`;
  return { kind: 'problem', problem: { reason: 'credential_file_too_open', message } };
}

function folderTooOpen(folder: string): CredentialReading {
  const message = `Others than its owner can change the folder ${folder}. Take that away: chmod 700 ${folder}`;
  return { kind: 'problem', problem: { reason: 'credential_file_too_open', message } };
}

function unreadable(path: string, error: unknown): CredentialReading {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  const why = code === 'EACCES' ? 'this account may not read it' : code;
  return {
    kind: 'problem',
    problem: { reason: 'credential_file_unreadable', message: `${path} can't be read: ${why}.` },
  };
}
