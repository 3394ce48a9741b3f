import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { storeConformance } from '../src/conformance.ts';
import { openStore } from '../src/index.ts';

describe('LevelDB', () => {
  storeConformance({ describe, it }, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'gpii-store-'));
    const store = await openStore({ dataDir, deadlineMs: 20_000 });
    return {
      store,
      close: async () => {
        await store.close();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  });
});
