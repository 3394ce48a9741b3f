import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cloneDir } from './places.ts';
import { testFile } from './test-file.ts';

/** An account of the operating system. */
export interface OsAccount {
  readonly uid: number;
  readonly gid: number;
}

/** Accounts without a name: no file of this computer is theirs. Enough where nothing asks for a name. */
export const REQUESTER: OsAccount = { uid: 64_101, gid: 64_100 };
export const STRANGER: OsAccount = { uid: 64_103, gid: 64_103 };

/** An account that was made. */
export interface NamedAccount extends OsAccount {
  readonly name: string;
}

/** The accounts of a computer, each service with its own; and one that belongs to nothing. */
export interface Accounts {
  readonly requester: NamedAccount;
  /** Its group is the one that may use the access requester's socket. */
  readonly flowManager: NamedAccount;
  /** Its group is the one that may use the flow manager's socket. */
  readonly listener: NamedAccount;
  readonly stranger: NamedAccount;
}

/** Undefined where accounts can be made, and processes started under them; else why a test that needs them is passed over. */
export const whyNoAccounts = await findObstacle();

async function findObstacle(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'only root can make accounts, and start processes under them';
  if (!existsSync('/usr/sbin/useradd')) return 'there is no useradd';
  for (let folder = cloneDir; folder !== '/'; folder = join(folder, '..')) {
    if (((await stat(folder)).mode & 0o005) !== 0o005) return `other accounts may not read ${folder}`;
  }
  return undefined;
}

/** Makes accounts of this computer, `gpii-test-…`; the end of the test file takes them away. */
export function makeAccounts(): Accounts {
  const make = (role: string): NamedAccount => {
    const name = `gpii-test-${role}-${process.pid}`;
    runQuietly('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name]);
    // Closed one after the other: useradd and userdel wait a second for a lock that somebody else holds.
    testFile.closers.push(() => {
      runQuietly('userdel', [name]);
      return Promise.resolve();
    });
    return { name, uid: idOf('-u', name), gid: idOf('-g', name) };
  };
  return { requester: make('req'), flowManager: make('fm'), listener: make('lis'), stranger: make('str') };
}

function runQuietly(command: string, args: readonly string[]): void {
  execFileSync(`/usr/sbin/${command}`, args, { stdio: 'pipe' });
}

function idOf(flag: string, name: string): number {
  return Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
}

/** What an account gets to read; the error's words when it may not. */
export function readAs({ uid, gid }: OsAccount, file: string): string {
  try {
    return execFileSync('head', ['--bytes=100000', file], { uid, gid, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return String((error as { stderr?: unknown }).stderr);
  }
}
