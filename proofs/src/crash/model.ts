import type { Client } from '../stage/records.ts';

/** Whether something was done: `maybe` while its answer has not come, and for ever when the server was killed before. */
export type Certainty = 'no' | 'maybe' | 'yes';

/** A secret that was handed out. */
export interface KnownSecret extends Client {
  readonly secretId: string;
  /** What it took the place of, by a rotation. */
  readonly replaces?: KnownSecret;
  revoked: Certainty;
  /** Whether a rotation ended it: of a row of three, the first. Its access tokens stay good. */
  ended: Certainty;
}

/** A client credential that was acknowledged. */
export interface KnownCredential {
  readonly clientId: string;
  /** Those that it may have: the one that was acknowledged last, and the one that was under way at the kill. */
  names: readonly string[];
  readonly secrets: KnownSecret[];
  revoked: Certainty;
}

/** An access token that was issued. */
export interface KnownToken {
  readonly accessToken: string;
  readonly credential: KnownCredential;
  readonly secret: KnownSecret;
  revoked: Certainty;
}

/** What the world outside the server knows that it acknowledged. */
export interface Acknowledged {
  readonly credentials: KnownCredential[];
  readonly tokens: KnownToken[];
  /** Request ids of acknowledged acts that leave an audit record, and what they were. */
  readonly audited: Map<string, string>;
  /** Acts that were answered, but not with 200. */
  readonly refused: string[];
  count: number;
}

/** Nothing is known yet. */
export function nothingAcknowledged(): Acknowledged {
  return { credentials: [], tokens: [], audited: new Map(), refused: [], count: 0 };
}

/** Whether a secret has to be refused (`yes`), to work (`no`), or may do either. */
export function isSecretRevoked({ revoked }: KnownCredential, secret: KnownSecret): Certainty {
  return either(revoked, secret.revoked);
}

/** Whether an access token has to be refused (`yes`), to work (`no`), or may do either. */
export function isTokenRevoked({ revoked, credential, secret }: KnownToken): Certainty {
  return either(revoked, isSecretRevoked(credential, secret));
}

function either(one: Certainty, other: Certainty): Certainty {
  if (one === 'yes' || other === 'yes') return 'yes';
  return one === 'maybe' || other === 'maybe' ? 'maybe' : 'no';
}
