/** A link between an account and a GPII token as it is stored: the token itself is nowhere, its hash is in the id. */
export interface StoredLink {
  /** What the person calls it; empty where it has no name. */
  readonly label: string;
  readonly linkedAt: string;
  /** Since when it counts no more; linking again takes this away. */
  readonly unlinkedAt?: string;
}

/** What the ids of all links in `store.core` begin with. */
export const LINK_PREFIX = 'link:';
/** The part before the hash: all links of one account begin with it. */
export const linkPrefix = (account: string): string => `${LINK_PREFIX}${encodeURIComponent(account.toLowerCase())}:`;
/** Document id of a link in `store.core`. */
export const linkDocumentId = (account: string, gpiiTokenHash: string): string => linkPrefix(account) + gpiiTokenHash;
