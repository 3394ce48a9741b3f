import { ConflictError } from '@gpii/store';
import {
  accountDocumentId,
  disableAccount,
  toAccount,
  type Account,
  type AccountRooms,
  type StoredAccount,
} from './accounts.ts';
import type { Actor, AuditAction } from './audit-log.ts';
import { CredentialError } from './credential-error.ts';
import type { CredentialRooms } from './credential-rooms.ts';
import { listCredentials } from './list-credentials.ts';
import { revokeCredential } from './revoke-credential.ts';

/** A change of a stored account, and how it is recorded. */
interface AccountChange {
  /** The account as it should be; undefined leaves it as it is. Called again when somebody else was faster. */
  readonly change: (account: StoredAccount) => StoredAccount | undefined;
  readonly by: Actor;
  readonly action: AuditAction;
  readonly describe: (before: StoredAccount, after: StoredAccount) => { before?: object; after?: object };
}

/**
 * Changes an account by compare-and-swap.
 *
 * @returns undefined when the change left it as it is.
 * @throws CredentialError `account_unknown`.
 */
export async function changeAccount(
  { store, audit }: Pick<AccountRooms, 'store' | 'audit'>,
  email: string,
  { change, by, action, describe }: AccountChange,
): Promise<Account | undefined> {
  for (;;) {
    const found = await store.core.get<StoredAccount>(accountDocumentId(email));
    if (found === undefined) throw new CredentialError('account_unknown', `There is no account ${email}.`);
    const after = change(found.value);
    if (after === undefined) return undefined;
    try {
      await store.core.replace(found.id, found.revision, after);
    } catch (error) {
      if (error instanceof ConflictError) continue;
      throw error;
    }
    await audit.append(by, { action, subject: `account:${after.email}`, ...describe(found.value, after) });
    return toAccount(after);
  }
}

/** Gives an account another name of its person. */
export async function renameAccount(
  rooms: Pick<AccountRooms, 'store' | 'audit'>,
  { email, name }: { email: string; name: string },
  by: Actor,
): Promise<void> {
  await changeAccount(rooms, email, {
    change: (account) => (account.name === name ? undefined : { ...account, name }),
    by,
    action: 'account_renamed',
    describe: (before) => ({ before: { name: before.name }, after: { name } }),
  });
}

/**
 * Closes an account for ever, as its person asks: its client credentials are revoked first, so that a try that fails
 * half-way can be made again; then nobody can sign in to it any more.
 *
 * @returns How many credentials were revoked.
 */
export async function closeAccount(
  rooms: CredentialRooms & AccountRooms,
  { email, reason }: { email: string; reason: string },
  by: Actor,
): Promise<number> {
  const clientIds = (await listLiveCredentials(rooms, email)).map(({ clientId }) => clientId);
  for (const clientId of clientIds) await revokeCredential(rooms, { clientId, reason }, by);
  await disableAccount(rooms, email, by);
  return clientIds.length;
}

/** The client credentials of an account that are not revoked: what closing it would end. */
export async function listLiveCredentials(
  rooms: CredentialRooms,
  owner: string,
): Promise<readonly { clientId: string; name: string }[]> {
  const { credentials } = await listCredentials(rooms, { owner, limit: Infinity });
  return credentials.filter(({ revocation }) => revocation === undefined);
}
