import { ConflictError, type Store, type StoredDocument } from '@gpii/store';

/**
 * What can be revoked. A grant is what came from one authorization code, a consent what came from one of a person's; an
 * account is revoked when it is disabled, a session when it is ended.
 */
export type RevocableKind =
  'account' | 'credential' | 'secret' | 'gpiiToken' | 'enrolmentKey' | 'accessToken' | 'grant' | 'consent' | 'session';

/** Who revoked it, when and why. */
export interface Revocation {
  readonly revokedAt: string;
  readonly revokedBy: string;
  readonly reason: string;
  /**
   * When what was revoked would have ended by itself: after that the revocation is forgotten. Without it, it is kept for
   * ever, as those of credentials, secrets, GPII tokens and enrolment keys are.
   */
  readonly expiresAt?: string;
}

/** A clock that was set back must not make good again what was revoked. */
const MARGIN_MS = 24 * 3600 * 1000;

/** `expiresAt` of the revocation of something that ends by itself then. */
export function revocationEndFor(expiresAtMs: number): string {
  return new Date(expiresAtMs + MARGIN_MS).toISOString();
}

/**
 * What was revoked. A revocation is a create-only document: nothing edits or takes it back. All of them are in memory,
 * so that a check costs nothing and a revocation is in force before its answer leaves (DESIGN §5).
 */
export interface Revocations {
  find(kind: RevocableKind, id: string): Revocation | undefined;
  /** Revokes, and returns once that is stored. Nothing takes it back; revoking twice keeps the first. */
  revoke(kind: RevocableKind, id: string, revocation: Revocation): Promise<void>;
}

/** So many revocations of what ends by itself are kept without a look at whether they are over. */
const SWEEP_AT_LEAST = 1000;

/** Revocations, as who tells them of what other nodes revoked sees them. */
export interface LearningRevocations extends Revocations {
  /** Takes a stored revocation, by its document id. The first one stays. */
  learn(documentId: string, revocation: Revocation): void;
}

/** Reads all revocations; where the store has a feed, that tells of them. */
export async function openRevocations(store: Store, now: () => Date = () => new Date()): Promise<LearningRevocations> {
  const known = new Map<string, Revocation>();
  /** Those in force that are not stored yet: being written, or the database failed and the next try stores them. */
  const unstored = new Map<string, Promise<void> | undefined>();
  /** When those that end do so, in milliseconds. */
  const ends = new Map<string, number>();
  let sweepAt = SWEEP_AT_LEAST;
  if (store.feed === undefined) {
    for (const [id, value] of await store.revocations.readAll()) remember(id, value as StoredDocument & Revocation);
  }
  forgetWhatIsOver();

  function remember(documentId: string, revocation: Revocation): void {
    known.set(documentId, revocation);
    if (revocation.expiresAt === undefined) return;
    ends.set(documentId, Date.parse(revocation.expiresAt));
    if (ends.size >= sweepAt) forgetWhatIsOver();
  }

  /** Looks at all only when there are twice as many as were left the last time: each costs the same, however many. */
  function forgetWhatIsOver(): void {
    const nowMs = now().getTime();
    for (const [documentId, endMs] of ends) {
      if (endMs > nowMs || unstored.has(documentId)) continue;
      ends.delete(documentId);
      known.delete(documentId);
    }
    sweepAt = Math.max(SWEEP_AT_LEAST, 2 * ends.size);
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
      if (!known.has(documentId)) remember(documentId, revocation);
    },
    revoke: (kind, id, revocation) => {
      const documentId = `${kind}:${id}`;
      const first = known.get(documentId) ?? revocation;
      if (known.has(documentId) && !unstored.has(documentId)) return Promise.resolve();
      remember(documentId, first);
      const storing = unstored.get(documentId) ?? storeRevocation(documentId, first);
      unstored.set(documentId, storing);
      return storing;
    },
  };
}
