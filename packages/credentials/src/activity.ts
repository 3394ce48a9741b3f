import type { AuditLog } from './audit-log.ts';
import type { RevocableKind, Revocations } from './revocations.ts';

/** What this process has done since it started, in numbers: read by who shows them. */
export interface Activity {
  /** New revocations, by what was revoked. */
  readonly revocations: ReadonlyMap<RevocableKind, number>;
  readonly audit: {
    readonly stored: number;
    readonly failed: number;
    /** How long the record that waits longest has been waiting to be stored; 0 when none waits. */
    lagMs(): number;
  };
}

/** Counts revocations that are new; asking again for one that stands is none. */
export function countRevocations(
  revocations: Revocations,
): readonly [counted: Revocations, counts: Activity['revocations']] {
  const counts = new Map<RevocableKind, number>();
  const counted: Revocations = {
    ...revocations,
    revoke: (kind, id, revocation) => {
      if (revocations.find(kind, id) === undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
      return revocations.revoke(kind, id, revocation);
    },
  };
  return [counted, counts];
}

/** Counts audit records, and times those that are being stored. */
export function timeAuditLog(
  audit: AuditLog,
  nowMs: () => number = () => performance.now(),
): readonly [timed: AuditLog, activity: Activity['audit']] {
  const counts = { stored: 0, failed: 0 };
  /** Insertion order is the order of the calls: the first waits longest. */
  const waiting = new Map<object, number>();
  const timed: AuditLog = {
    ...audit,
    append: async (by, entry) => {
      const mark = {};
      waiting.set(mark, nowMs());
      try {
        await audit.append(by, entry);
        counts.stored += 1;
      } catch (error) {
        counts.failed += 1;
        throw error;
      } finally {
        waiting.delete(mark);
      }
    },
  };
  const lagMs = (): number => {
    const [oldest] = waiting.values();
    return oldest === undefined ? 0 : nowMs() - oldest;
  };
  return [timed, Object.assign(counts, { lagMs })];
}
