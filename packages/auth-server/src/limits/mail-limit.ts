import { hash } from 'node:crypto';
import { addressKeyOf } from './address-key.ts';
import type { RecordBurst } from './burst-records.ts';
import type { Limits, LimitSettings } from './limits.ts';
import { tooMany } from './too-many.ts';
import { createWindowCounts } from './window-counts.ts';

const HOUR_MS = 3_600_000;
const CAPACITY = 4_096;
/** Nobody keeps the owner of a mail address from her mail from one address alone; from many, so many times the limit. */
const FROM_ALL = 4;

/** Counts mails: to one mail address, so that nobody is flooded through us, and for one address, so that we are not. */
export function createMailLimit({
  settings: { mailsPerHour, mailsPerAddressPerHour },
  recordBurst,
  monotonicMs,
}: {
  settings: Pick<LimitSettings, 'mailsPerHour' | 'mailsPerAddressPerHour'>;
  recordBurst: RecordBurst;
  monotonicMs: () => number;
}): Limits['countMail'] {
  const counts = createWindowCounts({ windowMs: HOUR_MS, capacity: CAPACITY, monotonicMs });
  const reason = 'too_many_mails';
  return async (to, from) => {
    const address = addressKeyOf(from.clientAddress);
    // Keys are not as long as whoever asks likes.
    const target = hash('sha256', to, 'base64url');
    const checks = [
      { key: `${address} ${target}`, limit: mailsPerHour },
      { key: target, limit: mailsPerHour * FROM_ALL },
      { key: address, limit: mailsPerAddressPerHour },
    ];
    for (const { key, limit } of checks) {
      if (limit === 0) continue;
      const window = counts.add(key);
      if (window.count <= limit) continue;
      await recordBurst(window, { reason, limit, subject: `address:${address}` }, from);
      throw tooMany(reason, window, monotonicMs());
    }
  };
}
