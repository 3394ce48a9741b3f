import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConflictError, openStore, StoreUnavailableError, type Store } from '@gpii/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPreferenceChanges, type ChangePreferences } from '../src/preference-changes.ts';

let folder = '';
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gpii-changes-'));
  store = await openStore({ dataDir: folder, deadlineMs: 20_000 });
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const now = (): Date => new Date('2026-05-01T12:00:00Z');
const adding =
  (term: string): ChangePreferences =>
  (stored) => ({ readOnly: false, preferences: { ...stored?.preferences, [term]: 1 } });

describe('a change of preferences', () => {
  it('says what came of it, and makes the GPII token known', async () => {
    const change = createPreferenceChanges(store, now);
    expect([
      await change('a', adding('x')),
      await change('a', adding('y')),
      await change('a', adding('y')),
      (await store.core.get('gpiiToken:a'))?.value,
    ]).toEqual(['created', 'changed', 'unchanged', { createdAt: '2026-05-01T12:00:00.000Z' }]);
  });

  it('is lost neither to those of this node nor to those of others', async () => {
    const [one, other] = [createPreferenceChanges(store, now), createPreferenceChanges(store, now)];
    const terms = Array.from({ length: 20 }, (_, index) => `term ${index}`);
    await Promise.all(terms.map((term, index) => (index % 2 === 0 ? one : other)('b', adding(term))));
    const stored = await store.safes.get<{ preferences: object }>('safe:b');
    expect(Object.keys(stored?.value.preferences ?? {}).sort()).toEqual([...terms].sort());
  });

  it('that is refused stores nothing and holds up nobody', async () => {
    const change = createPreferenceChanges(store, now);
    const refused = change('c', () => {
      throw new RangeError('refused');
    });
    const next = change('c', adding('x'));
    await expect(refused).rejects.toThrow('refused');
    expect(await next).toBe('created');
  });

  it('gives up when others are quicker again and again, and says that nothing was stored', async () => {
    let tries = 0;
    const create = (): Promise<string> => {
      tries += 1;
      return Promise.reject(new ConflictError('somebody was quicker'));
    };
    const change = createPreferenceChanges({ ...store, safes: { ...store.safes, create } }, now);
    await expect(change('d', adding('x'))).rejects.toThrow(StoreUnavailableError);
    expect([tries, await store.core.get('gpiiToken:d')]).toEqual([20, undefined]);
  });
});
