import { accountDocumentId, createAccount, findAccount, type Account, type AccountRooms } from './accounts.ts';
import type { Actor } from './audit-log.ts';
import { createOneTimeLink, findOneTimeLink } from './one-time-links.ts';
import { hashPassword } from './passwords.ts';

/** How long the link of a registration is good. */
export const REGISTRATION_HOURS = 24;

interface PendingRegistration {
  /** Lower case. */
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
}

/** What became of a registration that was asked for. All cost the same, and only a mail may tell which it was. */
export interface AskedRegistration {
  /** Confirms that the address is the person's. Of a known address it leads nowhere, and is mailed to nobody. */
  readonly token: string;
  /** The account that has the address already. */
  readonly known: Account | undefined;
}

/**
 * Keeps what somebody registered with until the address is confirmed: until then there is no account.
 *
 * @throws PasswordQueueFullError when too many wait.
 */
export async function askForRegistration(
  rooms: AccountRooms,
  given: { email: string; name: string; password: string },
): Promise<AskedRegistration> {
  const email = given.email.toLowerCase();
  const passwordHash = await rooms.passwords.run(() => hashPassword(given.password));
  const known = await findAccount(rooms, email);
  const value: PendingRegistration = { email, name: given.name, passwordHash };
  const token = await createOneTimeLink(rooms, { kind: 'registration', value, lifetimeHours: REGISTRATION_HOURS });
  return { token, known };
}

/** Who registered with the link; undefined when it is unknown or too old. `isDone`: there is an account by now. */
export async function findRegistration(
  rooms: AccountRooms,
  token: string,
): Promise<{ email: string; isDone: boolean } | undefined> {
  const pending = await findOneTimeLink<PendingRegistration>(rooms, { kind: 'registration', token });
  if (pending === undefined) return undefined;
  return { email: pending.email, isDone: (await rooms.store.core.get(accountDocumentId(pending.email))) !== undefined };
}

/**
 * Creates the account of a registration. Of any number of tries one wins: the one that creates the account.
 *
 * @returns undefined when the link is unknown or too old.
 * @throws CredentialError `account_exists`.
 */
export async function confirmRegistration(
  rooms: AccountRooms,
  token: string,
  by: Omit<Actor, 'actor'>,
): Promise<Account | undefined> {
  const pending = await findOneTimeLink<PendingRegistration>(rooms, { kind: 'registration', token });
  if (pending === undefined) return undefined;
  return createAccount(rooms, pending, { ...by, actor: `account:${pending.email}` });
}
