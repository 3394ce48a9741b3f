import type { RecordBurst } from './burst-records.ts';
import type { Limits } from './limits.ts';
import { RecentCache } from '@gpii/credentials';
import { tooMany } from './too-many.ts';
import type { WindowCount } from './window-counts.ts';

/** Who asks for GPII tokens: a client secret, or an account that links them. */
export interface GpiiTokenAsker {
  /** What is counted together. */
  readonly id: string;
  /** For the audit record of too many. */
  readonly actor: string;
  readonly subject: string;
  readonly details?: object;
}

/** What one asker asked for in vain: each GPII token once, as 32 bits of its hash. */
interface TriedTokens extends WindowCount {
  readonly tokens: Set<number>;
}

const HOUR_MS = 3_600_000;
const MAX_SECRETS = 2_048;
const MAX_SERVED = 16_384;

/**
 * Whoever has a client secret can try GPII tokens with it, and some are short (SECURITY G-T3). A secret that asked for too
 * many that nobody has gets access tokens only for people whom it served before, until its hour ends: else the answers
 * would go on telling which exist.
 */
export function createUnknownGpiiTokens({
  limit,
  recordBurst,
  monotonicMs,
}: {
  limit: number;
  recordBurst: RecordBurst;
  monotonicMs: () => number;
}): Pick<Limits, 'checkGpiiToken' | 'countUnknownGpiiToken'> {
  const tried = new RecentCache<string, TriedTokens>(MAX_SECRETS);
  const served = new RecentCache<string, true>(MAX_SERVED);
  const reason = 'too_many_unknown_gpii_tokens';

  function findTried(askerId: string): TriedTokens | undefined {
    const found = tried.get(askerId);
    return found !== undefined && found.endsAtMs > monotonicMs() ? found : undefined;
  }

  return {
    checkGpiiToken: (askerId, gpiiTokenHash) => {
      if (limit === 0) return;
      const servedKey = `${askerId} ${gpiiTokenHash}`;
      if (served.get(servedKey) === true) return;
      const found = findTried(askerId);
      if (found !== undefined && found.count > limit) throw tooMany(reason, found, monotonicMs());
      served.set(servedKey, true);
    },
    countUnknownGpiiToken: async ({ id, actor, subject, details }, gpiiTokenHash, from) => {
      if (limit === 0) return;
      let window = findTried(id);
      if (window === undefined) {
        window = { count: 0, endsAtMs: monotonicMs() + HOUR_MS, isRecorded: false, tokens: new Set() };
        tried.set(id, window);
      }
      if (window.count <= limit) {
        window.tokens.add(Number.parseInt(gpiiTokenHash.slice(0, 8), 16));
        window.count = window.tokens.size;
      }
      if (window.count <= limit) return;
      await recordBurst(window, { reason, limit, subject, actor, details: details ?? {} }, from);
      throw tooMany(reason, window, monotonicMs());
    },
  };
}
