import { ConflictError, type Store } from '@gpii/store';

/**
 * What can be revoked. A grant is what came from one authorization code, a consent what came from one of a person's; an
 * account is revoked when it is disabled.
 */
export type RevocableKind =
  'account' | 'credential' | 'secret' | 'gpiiToken' | 'enrolmentKey' | 'accessToken' | 'grant' | 'consent';

/** Who revoked it, when and why. */
export interface Revocation {
  readonly revokedAt: string;
  readonly revokedBy: string;
  readonly reason: string;
}

/**
 * What was revoked. A revocation is a create-only document: nothing edits or takes it back. All of them are in memory,
 * so that a check costs nothing and a revocation is in force before its answer leaves (DESIGN §5).
 */
export interface Revocations {
  find(kind: RevocableKind, id: string): Revocation | undefined;
  /** Revokes for ever, and returns once that is stored. Revoking twice keeps the first. */
  revoke(kind: RevocableKind, id: string, revocation: Revocation): Promise<void>;
}

/** Revocations, as who tells them of what other nodes revoked sees them. */
export interface LearningRevocations extends Revocations {
  /** Takes a stored revocation, by its document id. The first one stays. */
  learn(documentId: string, revocation: Revocation): void;
}

/** Reads all revocations; where the store has a feed, that tells of them. */
export async function openRevocations(store: Store): Promise<LearningRevocations> {
  const known = new Map<string, Revocation>();
  /** Those in force that are not stored yet: being written, or the database failed and the next try stores them. */
  const unstored = new Map<string, Promise<void> | undefined>();
  if (store.feed === undefined) {
    for (const { id, value } of await store.revocations.listByPrefix<Revocation>('')) known.set(id, value);
  }

  async function storeRevocation(documentId: string, revocation: Revocation): Promise<void> {
    try {
      await store.revocations.create(documentId, revocation);
    } catch (error) {
      if (!(error instanceof ConflictError)) {
        unstored.set(documentId, undefined);
        throw error;
      }
    }
    unstored.delete(documentId);
  }

  return {
    find: (kind, id) => known.get(`${kind}:${id}`),
    learn: (documentId, revocation) => {
      if (!known.has(documentId)) known.set(documentId, revocation);
    },
    revoke: (kind, id, revocation) => {
      const documentId = `${kind}:${id}`;
      const first = known.get(documentId) ?? revocation;
      if (known.has(documentId) && !unstored.has(documentId)) return Promise.resolve();
      known.set(documentId, first);
      const storing = unstored.get(documentId) ?? storeRevocation(documentId, first);
      unstored.set(documentId, storing);
      return storing;
    },
  };
}
