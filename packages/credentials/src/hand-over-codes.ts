import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { ConflictError } from '@gpii/store';
import type { CredentialRooms } from './credential-rooms.ts';
import { CredentialError } from './credential-error.ts';
import { findLiveCredential } from './find-credential.ts';

/** How long a hand-over code is good. */
export const CODE_LIFETIME_SECONDS = 60;

/** What a code hands over, and to whom. */
export interface NewHandOverCode {
  readonly clientId: string;
  /** S256 challenge of the computer that asked (RFC 7636 §4.2). */
  readonly codeChallenge: string;
  /** Who approved it: `account:EMAIL`. */
  readonly approvedBy: string;
  /** Label of the secret, where the exchange says none. */
  readonly label: string;
}

interface StoredCode extends NewHandOverCode {
  readonly expiresAtMs: number;
}

const FORM = /^gpii_hc_([0-9a-z]{1,9})_[A-Za-z0-9_-]{43}$/;

/**
 * Makes a code that hands a credential over to the computer whose challenge it is: 256 random bits, good once, for 60 s.
 * It lies among the access tokens, in a bucket that is destroyed whole.
 *
 * @throws CredentialError `client_unknown`, `credential_revoked`.
 */
export async function createHandOverCode(rooms: CredentialRooms, given: NewHandOverCode): Promise<string> {
  await findLiveCredential(rooms, given.clientId);
  const buckets = rooms.store.accessTokens;
  const expiresAtMs = rooms.now().getTime() + CODE_LIFETIME_SECONDS * 1000;
  const bucketName = buckets.bucketNameFor(new Date(expiresAtMs));
  const code = `gpii_hc_${bucketName}_${randomBytes(32).toString('base64url')}`;
  await buckets.create(bucketName, `handOver:${digestOf(code)}`, { ...given, expiresAtMs });
  return code;
}

/**
 * Spends a code. Of any number of tries at once one wins: the one that creates the code's mark. A wrong verifier spends
 * it as well, so nobody gets a second guess.
 *
 * @throws CredentialError `hand_over_code_refused`, the same for whatever is wrong.
 */
export async function spendHandOverCode(
  rooms: Pick<CredentialRooms, 'store' | 'now' | 'revocations'>,
  { code, codeVerifier }: { code: string; codeVerifier: string },
): Promise<NewHandOverCode> {
  const bucketName = FORM.exec(code)?.[1];
  if (bucketName === undefined) throw refused();
  const digest = digestOf(code);
  const stored = await rooms.store.accessTokens.get<StoredCode>(bucketName, `handOver:${digest}`);
  if (stored === undefined || stored.expiresAtMs <= rooms.now().getTime()) throw refused();
  await rooms.store.feed?.catchUp();
  const approver = /^account:(.*)$/.exec(stored.approvedBy)?.[1];
  if (approver !== undefined && rooms.revocations.find('account', approver) !== undefined) throw refused();
  try {
    const spent = { at: rooms.now().toISOString() };
    // After a loss of power a code that was spent must not be good again.
    await rooms.store.accessTokens.create(bucketName, `handOverSpent:${digest}`, spent, { durable: true });
  } catch (error) {
    if (error instanceof ConflictError || error instanceof RangeError) throw refused();
    throw error;
  }
  if (!isSame(digestOf(codeVerifier), stored.codeChallenge)) throw refused();
  return stored;
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function refused(): CredentialError {
  return new CredentialError('hand_over_code_refused', 'The code is unknown, spent, expired, or for another computer');
}
