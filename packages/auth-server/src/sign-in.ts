import { findAccount, verifyAccount, type Account, type AccountRooms } from '@gpii/credentials';
import type { Presenter } from './limits/burst-records.ts';
import type { Limits } from './limits/limits.ts';

/** What signing in works with. */
export interface SignInRooms extends Pick<AccountRooms, 'store' | 'passwords' | 'audit'> {
  readonly limits: Limits;
}

/**
 * The account of an email address and password. A refused try leaves an audit record; a good one is the caller's to
 * record, who knows what it was for.
 *
 * @returns undefined when there is none, the password is another, or it was disabled.
 * @throws TokenError 429 `slow_down` after too many wrong ones; PasswordQueueFullError.
 */
export async function signIn(
  rooms: SignInRooms,
  given: { email: string; password: string },
  from: Presenter,
): Promise<Account | undefined> {
  const { store, limits, audit } = rooms;
  const name = `account:${given.email.toLowerCase()}`;
  limits.checkSignIn(name, from);
  const passwords: SignInRooms['passwords'] = {
    run: (work) =>
      rooms.passwords.run(async () => {
        // Many wait at the same time; the first ones may have been too many.
        limits.checkSignIn(name, from);
        return work();
      }),
  };
  const account = await verifyAccount({ store, passwords }, given);
  if (account !== undefined) return account;
  // The same for accounts that exist and those that do not: the time tells nothing.
  const isKnown = (await findAccount(rooms, given.email)) !== undefined;
  await limits.countSignInFailure({ name, isKnown }, from);
  await audit.append(
    { actor: 'unproven', address: from.clientAddress, requestId: from.requestId },
    { action: 'sign_in_refused', subject: isKnown ? name : 'account:unknown' },
  );
  return undefined;
}
