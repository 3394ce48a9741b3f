import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { revocationEndFor, type Revocations } from '@gpii/credentials';
import { ConflictError, type Store } from '@gpii/store';
import { LONGEST_LIFETIME_SECONDS } from '../access-tokens.ts';
import { TokenError } from '../token/token-error.ts';

/** What a person allowed, and to whom the code is bound. */
interface CodeGrant {
  readonly clientId: string;
  /** Email address of the account. */
  readonly account: string;
  readonly consentId: string;
  readonly gpiiTokenHash: string;
  /** Ids of the preference groups that are shared. */
  readonly groups: readonly string[];
  /** Where the person was sent back to. */
  readonly redirectUri: string;
  /** Whether the request named it: then the client has to name it again (RFC 6749 §4.1.3). */
  readonly redirectUriWasGiven: boolean;
  readonly codeChallenge?: string;
}

/** What a client presents. */
interface PresentedCode {
  readonly code: string;
  readonly clientId: string;
  readonly redirectUri: string | undefined;
  readonly codeVerifier: string | undefined;
}

/** Gives out authorization codes, and takes each back once. */
export interface AuthorizationCodes {
  /** A new code of 256 random bits, stored before it is returned. */
  issue(grant: CodeGrant): Promise<string>;
  /**
   * Uses a code up. Of any number at the same time exactly one succeeds; the others end what it gets.
   *
   * @returns What was allowed; `grantId` goes into what is issued from it.
   * @throws TokenError `invalid_grant`.
   */
  redeem(presented: PresentedCode): Promise<CodeGrant & { readonly grantId: string }>;
}

interface CodeRecord extends CodeGrant {
  readonly expiresAtMs: number;
}

const FORM = /^gpii_ac_([0-9a-z]{1,9})_[A-Za-z0-9_-]{43}$/;
const VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/;
/** RFC 9700 and RFC 6749 §4.1.2 want it short; a client redeems at once. */
const LIFETIME_MS = 60_000;

/**
 * Codes over a store, in the time buckets of the access tokens, so that they leave no trace for ever. That a code was
 * used is a document of its own, which can be created once only: the compare-and-swap, and before anything is issued.
 */
export function createAuthorizationCodes({
  store,
  revocations,
  now,
}: {
  store: Store;
  revocations: Revocations;
  now: () => Date;
}): AuthorizationCodes {
  async function useUp(bucketName: string, grantId: string): Promise<void> {
    try {
      const used = { usedAtMs: now().getTime() };
      // After a loss of power a code that was used must not be good again.
      await store.accessTokens.create(bucketName, `code-used:${grantId}`, used, { durable: true });
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      const revokedAt = now().toISOString();
      const expiresAt = revocationEndFor(now().getTime() + LONGEST_LIFETIME_SECONDS * 1000);
      const revocation = { revokedAt, revokedBy: 'auth-server', reason: 'code replayed', expiresAt };
      await revocations.revoke('grant', grantId, revocation);
      throw refuse('authorization_code_replayed');
    }
  }

  return {
    issue: async (grant) => {
      const expiresAtMs = now().getTime() + LIFETIME_MS;
      const bucketName = store.accessTokens.bucketNameFor(new Date(expiresAtMs));
      const code = `gpii_ac_${bucketName}_${randomBytes(32).toString('base64url')}`;
      await store.accessTokens.create(bucketName, `code:${hash(code)}`, { ...grant, expiresAtMs });
      return code;
    },
    redeem: async (presented) => {
      const bucketName = FORM.exec(presented.code)?.[1];
      if (bucketName === undefined) throw refuse('authorization_code_unknown');
      const grantId = hash(presented.code);
      const record = await store.accessTokens.get<CodeRecord>(bucketName, `code:${grantId}`);
      if (record === undefined || record.expiresAtMs < now().getTime()) throw refuse('authorization_code_unknown');
      if (revocations.find('account', record.account) !== undefined) throw refuse('authorization_code_unknown');
      checkBinding(record, presented);
      if (revocations.find('consent', record.consentId) !== undefined) throw refuse('authorization_code_unknown');
      await useUp(bucketName, grantId);
      return { ...record, grantId };
    },
  };
}

/** A code that is not this client's is refused and stays: nobody can use up the code of another. */
function checkBinding(record: CodeRecord, { clientId, redirectUri, codeVerifier }: PresentedCode): void {
  const isSameAddress = redirectUri === undefined ? !record.redirectUriWasGiven : redirectUri === record.redirectUri;
  if (record.clientId !== clientId || !isSameAddress) throw refuse('authorization_code_unknown');
  if (!fitsChallenge(record.codeChallenge, codeVerifier)) throw refuse('code_verifier_wrong');
}

/** A verifier without a challenge is refused as well: somebody took the challenge away (RFC 9700 §2.1.1). */
function fitsChallenge(challenge: string | undefined, verifier: string | undefined): boolean {
  if (challenge === undefined || verifier === undefined) return challenge === verifier;
  const [expected, presented] = [Buffer.from(challenge), Buffer.from(hash(verifier))];
  return VERIFIER.test(verifier) && expected.length === presented.length && timingSafeEqual(expected, presented);
}

type CodeReason = 'authorization_code_unknown' | 'authorization_code_replayed' | 'code_verifier_wrong';

function refuse(reason: CodeReason): TokenError {
  return new TokenError('invalid_grant', 'Unknown authorization code, or not for this client and request', { reason });
}

/** SHA-256 as base64url: the name of a code in the store, and the method S256 of PKCE (RFC 7636 §4.6). */
function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
