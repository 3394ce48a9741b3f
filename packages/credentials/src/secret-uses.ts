import { ConflictError, StoreUnavailableError, type Store } from '@gpii/store';
import { LruCache } from './lru-cache.ts';

/** When and from where a secret was last used, to the minute. */
export interface SecretUse {
  readonly lastUsedAt: string;
  readonly address?: string;
}

/** Remembers the last use of each secret. */
export interface SecretUses {
  /** Notes a use, and returns at once: it is written behind the answer, at most once a minute for each secret. */
  note(use: { clientId: string; secretId: string; address: string | undefined }): void;
  /** The last uses of the secrets of one credential, by secret id. */
  find(clientId: string): Promise<ReadonlyMap<string, SecretUse>>;
  /** Resolves when nothing is being written. */
  settled(): Promise<void>;
}

const INTERVAL_MS = 60_000;
const MAX_REMEMBERED = 100_000;

const prefixFor = (clientId: string): string => `secretUse:${encodeURIComponent(clientId)}:`;

/** Last uses, in a store: apart from the secrets themselves, so that noting one never disturbs an edit. */
export function createSecretUses(store: Store, now: () => Date): SecretUses {
  const writtenAt = new LruCache<string, number>(MAX_REMEMBERED);
  const writing = new Set<Promise<void>>();
  return {
    note: ({ clientId, secretId, address }) => {
      const at = now();
      const id = prefixFor(clientId) + secretId;
      if (at.getTime() - (writtenAt.get(id) ?? -Infinity) < INTERVAL_MS) return;
      writtenAt.set(id, at.getTime());
      const work = writeUse(store, id, { at, address }).finally(() => writing.delete(work));
      writing.add(work);
    },
    find: async (clientId) => {
      const prefix = prefixFor(clientId);
      const found = await store.core.listByPrefix<SecretUse>(prefix);
      return new Map(found.map(({ id, value }) => [id.slice(prefix.length), value]));
    },
    settled: async () => {
      await Promise.all(writing);
    },
  };
}

async function writeUse(
  store: Store,
  id: string,
  { at, address }: { at: Date; address: string | undefined },
): Promise<void> {
  const value: SecretUse = { lastUsedAt: at.toISOString(), ...(address === undefined ? {} : { address }) };
  try {
    const found = await store.core.get<SecretUse>(id);
    if (found === undefined) await store.core.create(id, value);
    // A server that was started again remembers nothing of its last minute.
    else if (at.getTime() - Date.parse(found.value.lastUsedAt) >= INTERVAL_MS) {
      await store.core.replace(id, found.revision, value);
    }
  } catch (error) {
    // Another node noted the same minute, or the database is down, which every request says by itself.
    if (!(error instanceof ConflictError || error instanceof StoreUnavailableError)) throw error;
  }
}
