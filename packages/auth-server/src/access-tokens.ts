import { hash as digest } from 'node:crypto';
import type { Scope } from '@gpii/protocol';
import { RecentCache, type Revocation, type Revocations, type VerifiedClient } from '@gpii/credentials';
import type { Store } from '@gpii/store';
import { makeRandomText } from './random-text.ts';

/** What is stored for an access token, under its SHA-256: its audit entry, and what it is good for (DESIGN §5). */
export interface AccessTokenRecord {
  readonly clientId: string;
  readonly secretId: string;
  /** The GPII token that it is for, or whose preferences are shared. */
  readonly gpiiTokenHash?: string;
  /** Email address of the account that consented; with the scope `preferences` only. */
  readonly account?: string;
  /** The consent that it came from, and ids of the preference groups that it shares; with the scope `preferences` only. */
  readonly consentId?: string;
  readonly groups?: readonly string[];
  /** Names the authorization code that it came from. */
  readonly grantId?: string;
  readonly scope: Scope;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

/** An access token that was given out. */
export interface IssuedAccessToken {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
}

/** Whom an access token is for, and what it is good for. */
interface AccessTokenGrant extends Omit<AccessTokenRecord, 'clientId' | 'secretId' | 'issuedAtMs' | 'expiresAtMs'> {
  readonly client: VerifiedClient;
}

/** Issues access tokens, and says what one is good for. */
export interface AccessTokens {
  /** A new access token, stored before it is returned. */
  issue(grant: AccessTokenGrant): Promise<IssuedAccessToken>;
  /** What the access token is good for; undefined when it is unknown, expired, or was issued under what is revoked now. */
  check(accessToken: string): Promise<AccessTokenRecord | undefined>;
  /** Ends an access token for ever; resolves once that is stored. It is in force from the call on. */
  revoke(accessToken: string, revocation: Revocation): Promise<void>;
  /** How often a check found the access token in memory, since the start. */
  readonly lookups: { readonly hits: number; readonly misses: number };
}

const FORM = /^gpii_at_([0-9a-z]{1,9})_[A-Za-z0-9_-]{43}$/;
const MAX_CACHED = 20_000;
/** No access token is good for longer: the revocation of what it came from need not be remembered for longer either. */
export const LONGEST_LIFETIME_SECONDS = 86_400;

/**
 * Access tokens over a store: opaque, 256 random bits, the name of their time bucket inside, stored by SHA-256.
 *
 * @param lifetimeSeconds - How long each is good.
 * @throws RangeError when that is longer than {@link LONGEST_LIFETIME_SECONDS}.
 */
export function createAccessTokens(
  store: Store,
  revocations: Revocations,
  { lifetimeSeconds, now }: { lifetimeSeconds: number; now: () => number },
): AccessTokens {
  if (lifetimeSeconds > LONGEST_LIFETIME_SECONDS) throw new RangeError('An access token is good for a day at most');
  const cache = new RecentCache<string, AccessTokenRecord>(MAX_CACHED);
  const lookups = { hits: 0, misses: 0 };
  return {
    lookups,
    issue: async ({ client, ...grant }) => {
      const issuedAtMs = now();
      const expiresAtMs = issuedAtMs + lifetimeSeconds * 1000;
      const bucketName = store.accessTokens.bucketNameFor(new Date(expiresAtMs));
      const accessToken = `gpii_at_${bucketName}_${makeRandomText()}`;
      const { clientId } = client.credential;
      const record = { clientId, secretId: client.secretId, ...grant, issuedAtMs, expiresAtMs };
      const id = hash(accessToken);
      await store.accessTokens.createFresh(bucketName, id, record);
      cache.set(id, record);
      return { accessToken, expiresInSeconds: lifetimeSeconds };
    },
    check: async (accessToken) => {
      const bucketName = FORM.exec(accessToken)?.[1];
      if (bucketName === undefined) return undefined;
      await store.feed?.catchUp();
      const id = hash(accessToken);
      let record = cache.get(id);
      if (record !== undefined) lookups.hits += 1;
      else {
        lookups.misses += 1;
        record = await store.accessTokens.get<AccessTokenRecord>(bucketName, id);
        if (record === undefined) return undefined;
        cache.set(id, record);
      }
      if (record.expiresAtMs <= now() || isRevoked(id, record, revocations)) return undefined;
      return record;
    },
    revoke: (accessToken, revocation) => revocations.revoke('accessToken', hash(accessToken), revocation),
  };
}

function isRevoked(id: string, record: AccessTokenRecord, revocations: Revocations): boolean {
  const { gpiiTokenHash, grantId, consentId, account } = record;
  return (
    revocations.find('accessToken', id) !== undefined ||
    revocations.find('credential', record.clientId) !== undefined ||
    revocations.find('secret', record.secretId) !== undefined ||
    (gpiiTokenHash !== undefined && revocations.find('gpiiToken', gpiiTokenHash) !== undefined) ||
    (account !== undefined && revocations.find('account', account) !== undefined) ||
    (consentId !== undefined && revocations.find('consent', consentId) !== undefined) ||
    (grantId !== undefined && revocations.find('grant', grantId) !== undefined)
  );
}

function hash(accessToken: string): string {
  return digest('sha256', accessToken, 'base64url');
}
