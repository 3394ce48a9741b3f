import { ConflictError, type Store } from '@gpii/store';
import type { Actor, AuditLog } from './audit-log.ts';
import { CredentialError } from './credential-error.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { revoke } from './revoke-credential.ts';
import type { Revocations } from './revocations.ts';
import type { PasswordQueue } from './password-queue.ts';

/** An account of the website as it is stored. */
export interface StoredAccount {
  /** Lower case. */
  readonly email: string;
  readonly name: string;
  /** Argon2id, PHC format. */
  readonly passwordHash: string;
  readonly createdAt: string;
  /** Since when nobody can sign in to it. */
  readonly disabledAt?: string;
}

/** An account as others see it. */
export type Account = Omit<StoredAccount, 'passwordHash'>;

/** What acts on accounts work with. */
export interface AccountRooms {
  readonly store: Store;
  readonly audit: AuditLog;
  readonly passwords: PasswordQueue;
  readonly now: () => Date;
}

/** Document id of an account in `store.core`. */
export const accountDocumentId = (email: string): string => `account:${email.toLowerCase()}`;

/** Hash of no password that anybody has: unknown addresses take as long as known ones. */
let dummyHash: Promise<string> | undefined;

/**
 * Creates an account.
 *
 * @throws CredentialError `account_exists`.
 */
export async function addAccount(
  rooms: AccountRooms,
  given: { email: string; name: string; password: string },
  by: Actor,
): Promise<Account> {
  const passwordHash = await rooms.passwords.run(() => hashPassword(given.password));
  return createAccount(rooms, { email: given.email.toLowerCase(), name: given.name, passwordHash }, by);
}

/**
 * Creates an account whose password is hashed already.
 *
 * @throws CredentialError `account_exists`.
 */
export async function createAccount(
  { store, audit, now }: Pick<AccountRooms, 'store' | 'audit' | 'now'>,
  { email, name, passwordHash }: Pick<StoredAccount, 'email' | 'name' | 'passwordHash'>,
  by: Actor,
): Promise<Account> {
  const account = { email, name, createdAt: now().toISOString() };
  try {
    await store.core.create(accountDocumentId(email), { ...account, passwordHash });
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    throw new CredentialError('account_exists', `There is an account ${email} already.`);
  }
  await audit.append(by, { action: 'account_created', subject: `account:${email}`, after: account });
  return account;
}

/** The account, or undefined. */
export async function findAccount({ store }: Pick<AccountRooms, 'store'>, email: string): Promise<Account | undefined> {
  const found = await store.core.get<StoredAccount>(accountDocumentId(email));
  return found && toAccount(found.value);
}

/** Accounts in the order of their email addresses. */
export async function listAccounts(
  { store }: Pick<AccountRooms, 'store'>,
  page: { limit?: number; after?: string | undefined } = {},
): Promise<readonly Account[]> {
  const { limit = Infinity, after } = page;
  const options = { limit, ...(after === undefined ? {} : { after: accountDocumentId(after) }) };
  return (await store.core.listByPrefix<StoredAccount>(accountDocumentId(''), options)).map(({ value }) =>
    toAccount(value),
  );
}

/**
 * Disables an account for ever: nobody can sign in to it, and its sessions, the codes it approved and the access tokens of
 * web applications for it end at once. Its client credentials go on working; they are revoked one by one.
 *
 * @throws CredentialError `account_unknown`.
 */
export async function disableAccount(
  rooms: Pick<AccountRooms, 'store' | 'audit' | 'now'> & { readonly revocations: Revocations },
  email: string,
  by: Actor,
): Promise<Account> {
  const { store } = rooms;
  for (;;) {
    const found = await store.core.get<StoredAccount>(accountDocumentId(email));
    if (found === undefined) throw new CredentialError('account_unknown', `There is no account ${email}.`);
    // The revocation is what ends things, on all nodes; what is stored in the account is for whoever looks at it.
    const subject = `account:${found.value.email}`;
    const revocable = { kind: 'account', id: found.value.email, reason: 'disabled' } as const;
    const how = { by, action: 'account_disabled', subject, after: {} } as const;
    const { revokedAt: disabledAt } = await revoke(rooms, revocable, how);
    if (found.value.disabledAt !== undefined) return toAccount(found.value);
    try {
      await store.core.replace(found.id, found.revision, { ...found.value, disabledAt });
    } catch (error) {
      if (error instanceof ConflictError) continue;
      throw error;
    }
    return { ...toAccount(found.value), disabledAt };
  }
}

/**
 * The account of an email address and password. Undefined when there is none, the password is another, or it was
 * disabled: all take the same time.
 *
 * @throws PasswordQueueFullError when too many wait.
 */
export async function verifyAccount(
  { store, passwords }: Pick<AccountRooms, 'store' | 'passwords'>,
  { email, password }: { email: string; password: string },
): Promise<Account | undefined> {
  const found = await store.core.get<StoredAccount>(accountDocumentId(email));
  const isRight = await passwords.run(async () => {
    dummyHash ??= hashPassword('nobody has this password');
    return verifyPassword(found?.value.passwordHash ?? (await dummyHash), password);
  });
  if (found === undefined || !isRight || found.value.disabledAt !== undefined) return undefined;
  return toAccount(found.value);
}

/** The account as others see it. */
export function toAccount({ email, name, createdAt, disabledAt }: StoredAccount): Account {
  return { email, name, createdAt, ...(disabledAt === undefined ? {} : { disabledAt }) };
}
