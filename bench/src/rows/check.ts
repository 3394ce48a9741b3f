import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { median } from '../measure/arithmetic.ts';
import type { Row } from './row.ts';

const SCRIPT = fileURLToPath(new URL('../check-access-tokens.js', import.meta.url));

const ratesSchema = z.object({ fromCachePerSecond: z.array(z.number()), fromStorePerSecond: z.array(z.number()) });

/** How many access tokens the settings endpoint could check in its own process, without any HTTP. */
export const checkRow: Row = {
  name: 'check',
  describe: 'checks of access tokens in process, from the cache and from the store',
  prepare: async (stage) => {
    const output = await stage.runScript(SCRIPT, await stage.makeDataDir('data-of-check'));
    const { fromCachePerSecond, fromStorePerSecond } = ratesSchema.parse(JSON.parse(output));
    const unit = '/s';
    const figures = [
      { name: 'check: from the cache', value: median(fromCachePerSecond), unit, goal: { atLeast: 100_000 } },
      { name: 'check: from the store', value: median(fromStorePerSecond), unit, goal: { atLeast: 8_000 } },
    ];
    return { contestants: [], figures: () => figures };
  },
};
