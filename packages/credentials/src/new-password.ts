import { createHash, randomBytes } from 'node:crypto';
import { accountDocumentId, findAccount, type Account, type AccountRooms, type StoredAccount } from './accounts.ts';
import type { Actor } from './audit-log.ts';
import { changeAccount } from './edit-account.ts';
import { createOneTimeLink, findOneTimeLink } from './one-time-links.ts';
import { hashPassword } from './passwords.ts';
import type { Sessions } from './sessions.ts';

/** How long the link to a new password is good. */
export const NEW_PASSWORD_HOURS = 1;

interface NewPasswordLink {
  readonly email: string;
  /** Digest of the hash of the password that it replaces: once any new one is set, the link is worth nothing. */
  readonly replaces: string;
}

/** What changing a password works with. */
export type PasswordRooms = AccountRooms & { readonly sessions: Sessions };

/** Makes a link to a new password. It costs the same whether or not there is an account; without one it leads nowhere. */
export async function askForNewPassword(
  rooms: AccountRooms,
  email: string,
): Promise<{ token: string; known: Account | undefined }> {
  const found = await rooms.store.core.get<StoredAccount>(accountDocumentId(email));
  const replaces = digest(found?.value.passwordHash ?? randomBytes(32).toString('hex'));
  const value: NewPasswordLink = { email: email.toLowerCase(), replaces };
  const token = await createOneTimeLink(rooms, { kind: 'newPassword', value, lifetimeHours: NEW_PASSWORD_HOURS });
  return { token, known: await findAccount(rooms, email) };
}

/** The address of the account whose password a link may replace; undefined when it is unknown, too old or was used. */
export async function findNewPasswordLink(rooms: AccountRooms, token: string): Promise<string | undefined> {
  const link = await findOneTimeLink<NewPasswordLink>(rooms, { kind: 'newPassword', token });
  if (link === undefined) return undefined;
  const found = await rooms.store.core.get<StoredAccount>(accountDocumentId(link.email));
  return found !== undefined && isStillFor(link, found.value) ? link.email : undefined;
}

/**
 * Sets the password that a mailed link asks for, and ends all sessions of the account: whoever lost the password may have
 * lost more. Of any number of tries with one link one wins.
 *
 * @returns undefined when the link is unknown, too old or was used.
 */
export async function setNewPassword(
  rooms: PasswordRooms,
  { token, password }: { token: string; password: string },
  by: Omit<Actor, 'actor'>,
): Promise<Account | undefined> {
  const link = await findOneTimeLink<NewPasswordLink>(rooms, { kind: 'newPassword', token });
  if (link === undefined) return undefined;
  const passwordHash = await rooms.passwords.run(() => hashPassword(password));
  const actor = { ...by, actor: `account:${link.email}` };
  const changed = await changeAccount(rooms, link.email, {
    change: (account) => (isStillFor(link, account) ? { ...account, passwordHash } : undefined),
    by: actor,
    action: 'password_changed',
    describe: () => ({ after: { how: 'by a mailed link' } }),
  });
  if (changed !== undefined) {
    await rooms.sessions.endAll(link.email, { by: actor.actor, reason: 'the password was changed' });
  }
  return changed;
}

/** Changes the password of somebody who has just proved the old one; ends the other sessions. */
export async function changePassword(
  rooms: PasswordRooms,
  { email, password, keepSessionId }: { email: string; password: string; keepSessionId: string },
  by: Actor,
): Promise<void> {
  const passwordHash = await rooms.passwords.run(() => hashPassword(password));
  await changeAccount(rooms, email, {
    change: (account) => ({ ...account, passwordHash }),
    by,
    action: 'password_changed',
    describe: () => ({ after: { how: 'signed in' } }),
  });
  const how = { by: by.actor, reason: 'the password was changed', except: keepSessionId };
  await rooms.sessions.endAll(email, how);
}

function isStillFor({ replaces }: NewPasswordLink, { passwordHash, disabledAt }: StoredAccount): boolean {
  return disabledAt === undefined && digest(passwordHash) === replaces;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
