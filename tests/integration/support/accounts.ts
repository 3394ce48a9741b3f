import { execFileSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cloneDir } from './places.ts';

/** An account of the operating system. */
export interface OsAccount {
  readonly uid: number;
  readonly gid: number;
}

/** Accounts without a name: no file of this computer is theirs. The two services share a group. */
export const REQUESTER: OsAccount = { uid: 64_101, gid: 64_100 };
export const FLOW_MANAGER: OsAccount = { uid: 64_102, gid: 64_100 };
export const STRANGER: OsAccount = { uid: 64_103, gid: 64_103 };

/** Undefined where processes can be started under other accounts; else why a test that needs them is passed over. */
export const whyNoAccounts = await findObstacle();

async function findObstacle(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'only root may start processes under another account';
  for (let folder = cloneDir; folder !== '/'; folder = join(folder, '..')) {
    if (((await stat(folder)).mode & 0o005) !== 0o005) return `other accounts may not read ${folder}`;
  }
  return undefined;
}

/** What an account gets to read; the error's words when it may not. */
export function readAs(account: OsAccount, file: string): string {
  try {
    return execFileSync('cat', [file], { ...account, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return String((error as { stderr?: unknown }).stderr);
  }
}
