import { ConflictError, StoreUnavailableError, type Store } from '@gpii/store';
import { gpiiTokenDocumentId, safeDocumentId, type PreferencesSafe, type StoredGpiiToken } from './gpii-tokens.ts';

/** Gives what is to be stored in the place of what is stored now. It runs again when somebody else was quicker, and may throw. */
export type ChangePreferences = (stored: PreferencesSafe | undefined) => PreferencesSafe;

/** What came of a change. */
export type PreferencesOutcome = 'created' | 'changed' | 'unchanged';

/** How often a change is tried against those of other nodes. Of this node's there is only one at a time for each GPII token. */
const MAX_TRIES = 20;

/**
 * Changes what is stored for a GPII token, and makes the GPII token known where it was not. Changes that come together each
 * count: one that was computed from an older state is computed again.
 *
 * @throws StoreUnavailableError when other nodes were quicker too often: then nothing was stored.
 */
export type ChangeStoredPreferences = (gpiiTokenHash: string, change: ChangePreferences) => Promise<PreferencesOutcome>;

/** Changes of preferences over a store: each is a compare-and-swap upon what it was computed from. */
export function createPreferenceChanges(store: Store, now: () => Date): ChangeStoredPreferences {
  const turns = new Map<string, Promise<unknown>>();

  async function tryToChange(hash: string, change: ChangePreferences): Promise<PreferencesOutcome | undefined> {
    const id = safeDocumentId(hash);
    const found = await store.safes.get<PreferencesSafe>(id);
    const value = change(found?.value);
    // As text: the order of contexts in a preference set means something (GPII-FORMATS §3.6).
    if (found !== undefined && JSON.stringify(found.value) === JSON.stringify(value)) return 'unchanged';
    try {
      if (found === undefined) await store.safes.create(id, value);
      else await store.safes.replace(id, found.revision, value);
    } catch (error) {
      if (error instanceof ConflictError) return undefined;
      throw error;
    }
    return found === undefined ? 'created' : 'changed';
  }

  async function change(hash: string, compute: ChangePreferences): Promise<PreferencesOutcome> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const outcome = await tryToChange(hash, compute);
      if (outcome === undefined) continue;
      // Last: a GPII token that is known without its preferences would key in to nothing.
      await createGpiiToken(store, hash, now);
      return outcome;
    }
    throw new StoreUnavailableError('Others change the same preferences all the time; nothing was stored');
  }

  return (hash, compute) => {
    const turn = (turns.get(hash) ?? Promise.resolve()).then(() => change(hash, compute));
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    turns.set(hash, settled);
    void settled.then(() => {
      if (turns.get(hash) === settled) turns.delete(hash);
    });
    return turn;
  };
}

async function createGpiiToken(store: Store, hash: string, now: () => Date): Promise<void> {
  const id = gpiiTokenDocumentId(hash);
  if ((await store.core.get(id)) !== undefined) return;
  const token: StoredGpiiToken = { createdAt: now().toISOString() };
  try {
    await store.core.create(id, token);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
}
