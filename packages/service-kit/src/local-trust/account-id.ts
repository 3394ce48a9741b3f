import { execFileSync } from 'node:child_process';
import { StartError } from '../start-error.ts';

/**
 * The user id of an account of this computer.
 *
 * @param account - Its name, or its id. `id` is asked for a name, so that accounts of a directory are known as well.
 * @throws StartError (exit 78) when there is no such account.
 */
export function readAccountId(account: string): number {
  if (/^\d{1,10}$/.test(account)) return Number(account);
  try {
    const text = execFileSync('id', ['-u', '--', account], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    if (/^\d+\n$/.test(text)) return Number(text);
  } catch {
    // Said below: what `id` says of it is not more.
  }
  throw new StartError(`There is no account "${account}" on this computer. Name one, or give its number.`);
}
