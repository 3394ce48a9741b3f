import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What proves that a browser comes back for us: all made here, anew for each try (SECURITY G-T7, G-T8). */
export interface Challenge {
  /** 256 random bits; goes to nobody but the exchange. */
  readonly codeVerifier: string;
  /** Its S256 challenge (RFC 7636 §4.2). */
  readonly codeChallenge: string;
  /** 256 random bits, which the callback has to bring back. */
  readonly state: string;
}

/** Makes a challenge. */
export function makeChallenge(): Challenge {
  const codeVerifier = randomBytes(32).toString('base64url');
  return {
    codeVerifier,
    codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    state: randomBytes(32).toString('base64url'),
  };
}

/** Whether a callback brought our state back, in constant time. */
export function isOurState(expected: string, presented: string | null): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return presented !== null && timingSafeEqual(digest(expected), digest(presented));
}
