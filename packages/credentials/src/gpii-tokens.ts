import { RecentCache, type Store } from '@gpii/store';
import type { OperatorKeys } from './operator-keys.ts';
import type { Revocations } from './revocations.ts';

/** A GPII token as it is stored: under its hash, never in clear. */
export interface StoredGpiiToken {
  /** Email address of the owning account. */
  readonly owner?: string;
  readonly createdAt: string;
}

/** The preferences that a GPII token stands for, keyed by view as GPII keeps them (GPII-FORMATS §2). */
export interface PreferencesSafe {
  readonly preferences: Readonly<Record<string, unknown>>;
  readonly readOnly: boolean;
}

/** How a GPII token stands. */
export type GpiiTokenState = 'known' | 'unknown' | 'revoked';

/** Looks GPII tokens up. All by hash: whoever has the token in clear hashes it first. */
export interface GpiiTokens {
  hash(gpiiToken: string): string;
  findState(gpiiTokenHash: string): Promise<GpiiTokenState>;
  /** What is stored for it; undefined when nothing is. */
  findPreferences(gpiiTokenHash: string): Promise<PreferencesSafe | undefined>;
}

/** Document id of a GPII token in `store.core`. */
export const gpiiTokenDocumentId = (gpiiTokenHash: string): string => `gpiiToken:${gpiiTokenHash}`;
/** Document id of its preferences in `store.safes`. */
export const safeDocumentId = (gpiiTokenHash: string): string => `safe:${gpiiTokenHash}`;

/** How many GPII tokens are remembered as known: some 8 MB. */
const MAX_KNOWN_GPII_TOKENS = 50_000;

/** GPII tokens over a store. */
export function createGpiiTokens(store: Store, keys: OperatorKeys, revocations: Revocations): GpiiTokens {
  // A GPII token is never deleted, only revoked, and that is asked first. Unknown ones can become known: not kept.
  const known = new RecentCache<string, true>(MAX_KNOWN_GPII_TOKENS);
  return {
    hash: (gpiiToken) => keys.hashGpiiToken(gpiiToken),
    findState: async (hash) => {
      await store.feed?.catchUp();
      const isRevoked = (): boolean => revocations.find('gpiiToken', hash) !== undefined;
      if (!isRevoked() && known.get(hash) === true) return 'known';
      // A revoked one is looked for as well: its refusal takes as long as that of an unknown one (SECURITY G-T3).
      const found = await store.core.get(gpiiTokenDocumentId(hash));
      if (isRevoked()) return 'revoked';
      if (found === undefined) return 'unknown';
      known.set(hash, true);
      return 'known';
    },
    findPreferences: async (hash) => (await store.safes.get<PreferencesSafe>(safeDocumentId(hash)))?.value,
  };
}
