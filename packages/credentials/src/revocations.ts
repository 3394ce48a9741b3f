import { ConflictError, type Store } from '@gpii/store';

/** What can be revoked. */
export type RevocableKind = 'credential' | 'secret' | 'gpiiToken';

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
  /** Revokes for ever. Revoking twice keeps the first. */
  revoke(kind: RevocableKind, id: string, revocation: Revocation): Promise<void>;
}

/** Reads all revocations. */
export async function openRevocations(store: Store): Promise<Revocations> {
  const known = new Map<string, Revocation>();
  for (const { id, value } of await store.revocations.listByPrefix<Revocation>('')) known.set(id, value);
  return {
    find: (kind, id) => known.get(`${kind}:${id}`),
    revoke: async (kind, id, revocation) => {
      const documentId = `${kind}:${id}`;
      if (known.has(documentId)) return;
      known.set(documentId, revocation);
      try {
        await store.revocations.create(documentId, revocation);
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
      }
    },
  };
}
