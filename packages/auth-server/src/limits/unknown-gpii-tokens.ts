import type { RecordBurst } from './burst-records.ts';
import type { Limits } from './limits.ts';
import { createRecentMap } from './recent-map.ts';
import { tooMany } from './too-many.ts';
import type { WindowCount } from './window-counts.ts';

/** What one client secret asked for in vain: each GPII token once, as 32 bits of its hash. */
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
  const tried = createRecentMap<TriedTokens>(MAX_SECRETS);
  const served = createRecentMap<true>(MAX_SERVED);
  const reason = 'too_many_unknown_gpii_tokens';

  function findTried(secretId: string): TriedTokens | undefined {
    const found = tried.get(secretId);
    return found !== undefined && found.endsAtMs > monotonicMs() ? found : undefined;
  }

  return {
    checkGpiiToken: ({ secretId }, gpiiTokenHash) => {
      if (limit === 0) return;
      const servedKey = `${secretId} ${gpiiTokenHash}`;
      if (served.get(servedKey) === true) return;
      const found = findTried(secretId);
      if (found !== undefined && found.count > limit) throw tooMany(reason, found, monotonicMs());
      served.set(servedKey, true);
    },
    countUnknownGpiiToken: async ({ secretId, credential: { clientId } }, gpiiTokenHash, from) => {
      if (limit === 0) return;
      let window = findTried(secretId);
      if (window === undefined) {
        window = { count: 0, endsAtMs: monotonicMs() + HOUR_MS, isRecorded: false, tokens: new Set() };
        tried.set(secretId, window);
      }
      if (window.count <= limit) {
        window.tokens.add(Number.parseInt(gpiiTokenHash.slice(0, 8), 16));
        window.count = window.tokens.size;
      }
      if (window.count <= limit) return;
      const [actor, subject] = [`client:${clientId}`, `credential:${clientId}`];
      await recordBurst(window, { reason, limit, subject, actor, details: { secretId } }, from);
      throw tooMany(reason, window, monotonicMs());
    },
  };
}
