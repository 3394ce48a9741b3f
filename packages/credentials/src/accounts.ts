import type { Store } from '@gpii/store';
import { hashPassword, verifyPassword } from './passwords.ts';

/** An account of the website, as other rooms see it. */
export interface Account {
  /** In lower case; names the account. */
  readonly email: string;
  readonly name: string;
}

/** Knows accounts by email address and password. */
export interface Accounts {
  /** The account; undefined when nobody has this email address and password. Both cases take the same time. */
  signIn(email: string, password: string): Promise<Account | undefined>;
}

interface StoredAccount extends Account {
  readonly passwordHash: string;
}

/** Longest password that is looked at: a longer one cannot have been set. */
const MAX_PASSWORD_LENGTH = 1024;

/** Accounts over a store. Passwords are checked one at a time: each costs 19 MiB and a core for a moment. */
export function createAccounts(store: Store): Accounts {
  let last: Promise<unknown> = Promise.resolve();
  let dummyHash: Promise<string> | undefined;

  async function check(email: string, password: string): Promise<Account | undefined> {
    const stored = (await store.core.get<StoredAccount>(`account:${email}`))?.value;
    const passwordHash = stored?.passwordHash ?? (await (dummyHash ??= hashPassword('nobody has this password')));
    const isRight = await verifyPassword(passwordHash, password.slice(0, MAX_PASSWORD_LENGTH));
    if (stored === undefined || !isRight || password.length > MAX_PASSWORD_LENGTH) return undefined;
    return { email: stored.email, name: stored.name };
  }

  return {
    signIn: (email, password) => {
      const mine = last.then(() => check(email.toLowerCase(), password));
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}
