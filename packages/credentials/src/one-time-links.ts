import { createHash, randomBytes } from 'node:crypto';
import type { Store } from '@gpii/store';

/** What a mailed link is for. */
export type LinkKind = 'registration' | 'newPassword';

/** What one-time links work with. */
export interface LinkStore {
  readonly store: Store;
  readonly now: () => Date;
}

interface StoredOneTimeLink<T> {
  readonly value: T;
  readonly expiresAtMs: number;
}

const HOUR_MS = 3_600_000;
/** Ends are rounded up to these, which are ends of sessions too: a day of links adds four databases, not a hundred. */
const BUCKET_MS = 6 * HOUR_MS;
const FORM = /^([0-9a-z]{1,9})_[A-Za-z0-9_-]{43}$/;

/**
 * Keeps what a mailed link stands for, under the digest of its token: 256 random bits. It lies in a time bucket that is
 * destroyed whole. What the link does makes it worthless: an account is created once, a password is replaced once.
 *
 * @returns The token, which stands in the mail and nowhere else.
 */
export async function createOneTimeLink(
  { store, now }: LinkStore,
  { kind, value, lifetimeHours }: { kind: LinkKind; value: object; lifetimeHours: number },
): Promise<string> {
  const expiresAtMs = now().getTime() + lifetimeHours * HOUR_MS;
  const bucketName = store.accessTokens.bucketNameFor(new Date(Math.ceil(expiresAtMs / BUCKET_MS) * BUCKET_MS));
  const token = `${bucketName}_${randomBytes(32).toString('base64url')}`;
  await store.accessTokens.create(bucketName, idOf(kind, token), { value, expiresAtMs });
  return token;
}

/** What a token stands for; undefined when it is unknown or too old. */
export async function findOneTimeLink<T extends object>(
  { store, now }: LinkStore,
  { kind, token }: { kind: LinkKind; token: string },
): Promise<T | undefined> {
  const bucketName = FORM.exec(token)?.[1];
  if (bucketName === undefined) return undefined;
  const found = await store.accessTokens.get<StoredOneTimeLink<T>>(bucketName, idOf(kind, token));
  return found !== undefined && found.expiresAtMs > now().getTime() ? found.value : undefined;
}

function idOf(kind: LinkKind, token: string): string {
  return `${kind}:${createHash('sha256').update(token).digest('base64url')}`;
}
