import type { AuditLog } from '@gpii/credentials';
import type { RequestContext } from '@gpii/service-kit';
import type { LimitReason } from './too-many.ts';
import { createWindowCounts, type WindowCount } from './window-counts.ts';

/** Who presents something: what of a request is counted and recorded. */
export type Presenter = Pick<RequestContext, 'clientAddress' | 'requestId'>;

/** A burst that is refused from now on. */
export interface Burst {
  readonly reason: LimitReason;
  readonly limit: number;
  /** `credential:CLIENT_ID`, `account:EMAIL`, …. */
  readonly subject: string;
  /** Who it is, where that is proven. */
  readonly actor?: string;
  /** Further members of the record. */
  readonly details?: object;
}

/** Leaves one audit record for each burst and window. */
export type RecordBurst = (window: WindowCount, burst: Burst, from: Presenter) => Promise<void>;

/** Whoever has many addresses must not fill the audit log, which is kept for ever. */
const MAX_RECORDS_PER_MINUTE = 100;
const MINUTE_MS = 60_000;

/**
 * Records bursts at their first refusal: an operator learns of them while they go on, and nothing is lost when the server
 * stops. A record that could not be stored is tried again at the next refusal.
 */
export function createBurstRecords(audit: AuditLog, monotonicMs: () => number): RecordBurst {
  const recorded = createWindowCounts({ windowMs: MINUTE_MS, capacity: 1, monotonicMs });
  let leftOut = 0;
  return async (window, { reason, limit, subject, actor = 'unproven', details }, { clientAddress, requestId }) => {
    if (window.isRecorded) return;
    window.isRecorded = true;
    if (recorded.add('all').count > MAX_RECORDS_PER_MINUTE) {
      leftOut += 1;
      return;
    }
    const others = leftOut === 0 ? {} : { burstsLeftOutBefore: leftOut };
    leftOut = 0;
    const after = { kind: reason, count: window.count, limit, ...details, ...others };
    try {
      await audit.append({ actor, address: clientAddress, requestId }, { action: 'refused_burst', subject, after });
    } catch (error) {
      window.isRecorded = false;
      throw error;
    }
  };
}
