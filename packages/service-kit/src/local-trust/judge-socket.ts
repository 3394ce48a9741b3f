import { lstatSync, realpathSync, type Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** A socket as it is in the file system. */
export interface JudgedSocket {
  /** Where to connect: without a link in it, so that nobody can turn it elsewhere after the look. */
  readonly path: string;
  /** Why it can't be trusted, a clause such as `it belongs to account 1003`; undefined when it can. */
  readonly problem: string | undefined;
}

/** Permission bits. */
const GROUP_WRITES = 0o020;
const OTHERS_WRITE = 0o002;
const STICKY = 0o1000;

/**
 * Finds out whether a Unix socket can only be the one of these accounts: it is theirs, no link, not open to everybody, and
 * nobody else could have put it there (SECURITY G-T5). Looks only; a caller connects to `path` afterwards.
 *
 * @param owners - User ids.
 * @throws an error of the file system, when there is nothing to look at.
 */
export function judgeSocket(socketPath: string, owners: readonly number[]): JudgedSocket {
  const folder = realpathSync(dirname(resolve(socketPath)));
  const path = join(folder, basename(socketPath));
  const found = lstatSync(path);
  return { path, problem: judgeFile(found, owners) ?? judgeSocketFolder(folder, owners) };
}

function judgeFile(found: Stats, owners: readonly number[]): string | undefined {
  if (!found.isSocket()) return 'it is no socket';
  if (!owners.includes(found.uid)) return `it belongs to account ${found.uid}, and not to ${owners.join(' or ')}`;
  return has(found, OTHERS_WRITE) ? 'everybody may connect to it' : undefined;
}

/**
 * Finds out whether others than these accounts, root and this one could take a socket away from its folder, or put one there.
 * A folder above may be open to others where it is sticky, as /tmp is.
 *
 * @returns A clause, or undefined when they can't.
 * @throws an error of the file system.
 */
export function judgeSocketFolder(folder: string, owners: readonly number[]): string | undefined {
  const trusted = [0, process.getuid?.() ?? 0, ...owners];
  const start = realpathSync(folder);
  for (let each = start; ; each = dirname(each)) {
    const found = lstatSync(each);
    if (!trusted.includes(found.uid)) return `the folder ${each} belongs to account ${found.uid}`;
    if (each === start && has(found, OTHERS_WRITE)) return `everybody may write into the folder ${each}`;
    if (has(found, GROUP_WRITES | OTHERS_WRITE) && !has(found, STICKY)) {
      return `others than its owner may take files away from the folder ${each}`;
    }
    if (each === dirname(each)) return undefined;
  }
}

function has({ mode }: Stats, bits: number): boolean {
  return (mode & bits) !== 0;
}
