import { hash as digest, randomBytes } from 'node:crypto';
import type { Scope } from '@gpii/protocol';
import { LruCache, type Revocations, type VerifiedClient } from '@gpii/credentials';
import type { Store } from '@gpii/store';

/** What is stored for an access token, under its SHA-256: its audit entry, and what it is good for (DESIGN §5). */
export interface AccessTokenRecord {
  readonly clientId: string;
  readonly secretId: string;
  readonly gpiiTokenHash: string;
  readonly scope: Scope;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

/** An access token that was given out. */
export interface IssuedAccessToken {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
}

/** Issues access tokens, and says what one is good for. */
export interface AccessTokens {
  /** A new access token, stored before it is returned. */
  issue(grant: { client: VerifiedClient; gpiiTokenHash: string; scope: Scope }): Promise<IssuedAccessToken>;
  /** What the access token is good for; undefined when it is unknown, expired, or was issued under what is revoked now. */
  check(accessToken: string): Promise<AccessTokenRecord | undefined>;
}

const FORM = /^gpii_at_([0-9a-z]{1,9})_[A-Za-z0-9_-]{43}$/;
const MAX_CACHED = 20_000;

/**
 * Access tokens over a store: opaque, 256 random bits, the name of their time bucket inside, stored by SHA-256.
 *
 * @param lifetimeSeconds - How long each is good.
 */
export function createAccessTokens(
  store: Store,
  revocations: Revocations,
  { lifetimeSeconds, now }: { lifetimeSeconds: number; now: () => number },
): AccessTokens {
  const cache = new LruCache<string, AccessTokenRecord>(MAX_CACHED);
  return {
    issue: async ({ client, gpiiTokenHash, scope }) => {
      const issuedAtMs = now();
      const expiresAtMs = issuedAtMs + lifetimeSeconds * 1000;
      const bucketName = store.accessTokens.bucketNameFor(new Date(expiresAtMs));
      const accessToken = `gpii_at_${bucketName}_${randomBytes(32).toString('base64url')}`;
      const { clientId } = client.credential;
      const record = { clientId, secretId: client.secretId, gpiiTokenHash, scope, issuedAtMs, expiresAtMs };
      const id = hash(accessToken);
      await store.accessTokens.create(bucketName, id, record);
      cache.set(id, record);
      return { accessToken, expiresInSeconds: lifetimeSeconds };
    },
    check: async (accessToken) => {
      const bucketName = FORM.exec(accessToken)?.[1];
      if (bucketName === undefined) return undefined;
      const id = hash(accessToken);
      let record = cache.get(id);
      if (record === undefined) {
        record = await store.accessTokens.get<AccessTokenRecord>(bucketName, id);
        if (record === undefined) return undefined;
        cache.set(id, record);
      }
      if (record.expiresAtMs <= now() || isRevoked(record, revocations)) return undefined;
      return record;
    },
  };
}

function isRevoked(record: AccessTokenRecord, revocations: Revocations): boolean {
  return (
    revocations.find('credential', record.clientId) !== undefined ||
    revocations.find('secret', record.secretId) !== undefined ||
    revocations.find('gpiiToken', record.gpiiTokenHash) !== undefined
  );
}

function hash(accessToken: string): string {
  return digest('sha256', accessToken, 'base64url');
}
