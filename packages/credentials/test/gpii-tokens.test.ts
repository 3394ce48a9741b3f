import type { Store } from '@gpii/store';
import { describe, expect, it } from 'vitest';
import { createGpiiTokens, type GpiiTokens } from '../src/gpii-tokens.ts';
import { importRecords } from '../src/import-records.ts';
import { alice } from './support/records.ts';
import { withData, type OpenData } from './support/with-credentials.ts';

const token = alice.token ?? '';
const revokedAt = '2026-04-01T00:00:00Z';

/** GPII tokens over a store whose reads are counted. */
function watch({ store, gpiiTokens, revocations }: OpenData): { tokens: GpiiTokens; reads: () => number } {
  let reads = 0;
  const core: Store['core'] = {
    ...store.core,
    get: (id) => {
      reads += 1;
      return store.core.get<never>(id);
    },
  };
  const keys = { path: '', hashGpiiToken: (text: string) => gpiiTokens.hash(text) };
  return { tokens: createGpiiTokens({ ...store, core }, keys, revocations), reads: () => reads };
}

describe('a GPII token', () => {
  it('is unknown until it is stored', async () => {
    await withData(async (data) => {
      const hash = data.gpiiTokens.hash(token);
      const before = await data.gpiiTokens.findState(hash);
      await importRecords(data, [alice]);
      expect([before, await data.gpiiTokens.findState(hash)]).toEqual(['unknown', 'known']);
    });
  });

  it('is revoked from then on, also when it was looked for before', async () => {
    await withData(async (data) => {
      const hash = data.gpiiTokens.hash(token);
      await importRecords(data, [alice]);
      await data.gpiiTokens.findState(hash);
      await importRecords(data, [{ ...alice, revokedAt }]);
      expect(await data.gpiiTokens.findState(hash)).toBe('revoked');
    });
  });

  it('has the preferences that were stored for it', async () => {
    await withData(async (data) => {
      await importRecords(data, [alice]);
      expect(await data.gpiiTokens.findPreferences(data.gpiiTokens.hash(token))).toEqual({
        preferences: alice.preferences,
        readOnly: false,
      });
    });
  });

  it('that is unknown has no preferences', async () => {
    await withData(async ({ gpiiTokens }) => {
      expect(await gpiiTokens.findPreferences(gpiiTokens.hash('nobody'))).toBeUndefined();
    });
  });

  it('costs one read when it is revoked, as when it is unknown: the time tells nothing (SECURITY G-T3)', async () => {
    await withData(async (data) => {
      await importRecords(data, [{ ...alice, revokedAt }]);
      const { tokens, reads } = watch(data);
      const states = [
        await tokens.findState(tokens.hash(token)),
        reads(),
        await tokens.findState(tokens.hash('nobody')),
        reads(),
      ];
      expect(states).toEqual(['revoked', 1, 'unknown', 2]);
    });
  });
});
