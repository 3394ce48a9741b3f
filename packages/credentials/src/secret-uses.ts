import { ConflictError, ReadCache, RecentCache, StoreUnavailableError, type Store } from '@gpii/store';
import { compareSightings, createCloneWatch, type CloneSign } from './clone-watch.ts';

/** When and from where a secret was last used, to the minute. */
export interface SecretUse {
  readonly lastUsedAt: string;
  readonly address?: string;
  /** The last time that it looked as if two computers had it. It stays: who cloned a computer has to hear of it. */
  readonly cloneSign?: CloneSign;
}

/** A use of a secret. */
export interface SecretUseNote {
  readonly clientId: string;
  readonly secretId: string;
  readonly address: string | undefined;
  readonly isOneComputers?: boolean;
}

/** Remembers the last use of each secret. */
export interface SecretUses {
  /**
   * Notes a use, and returns at once: it is written behind the answer, at most once a minute for each secret; a sign of a
   * clone at once, and then at most once a minute.
   *
   * @param use - `isOneComputers` where no second computer should have this secret: then signs of a clone are looked for.
   */
  note(use: SecretUseNote): void;
  /** The last uses of the secrets of one credential, by secret id; from memory where they were asked for before. */
  find(clientId: string): Promise<ReadonlyMap<string, SecretUse>>;
  /** Says that a document in `core` was changed. */
  changed(documentId: string): void;
  /** Says that any may have been. */
  forgetAll(): void;
  /** Resolves when nothing is being written. */
  settled(): Promise<void>;
}

const INTERVAL_MS = 60_000;
const MAX_REMEMBERED = 100_000;
/** Credentials whose last uses are in memory: those on the lists that people look at. */
const MAX_LOOKED_AT = 2_000;

const KIND = 'secretUse';
const prefixFor = (clientId: string): string => `${KIND}:${encodeURIComponent(clientId)}:`;

/** Last uses, in a store: apart from the secrets themselves, so that noting one never disturbs an edit. */
export function createSecretUses(store: Store, now: () => Date): SecretUses {
  const writtenAt = new RecentCache<string, number>(MAX_REMEMBERED);
  const signWrittenAt = new RecentCache<string, number>(MAX_REMEMBERED);
  const watch = createCloneWatch(MAX_REMEMBERED);
  const writing = new Set<Promise<void>>();
  const lookedAt = new ReadCache<Map<string, SecretUse>>(MAX_LOOKED_AT, async (clientId) => {
    const prefix = prefixFor(clientId);
    const found = await store.core.listByPrefix<SecretUse>(prefix);
    return new Map(found.map(({ id, value }) => [id.slice(prefix.length), value]));
  });
  return {
    note: ({ clientId, secretId, address, isOneComputers = false }) => {
      const at = now();
      const id = prefixFor(clientId) + secretId;
      const isRecent = (written: RecentCache<string, number>): boolean =>
        at.getTime() - (written.get(id) ?? -Infinity) < INTERVAL_MS;
      const sign = isOneComputers ? watch(id, { at, address }) : undefined;
      const isNewSign = sign !== undefined && !isRecent(signWrittenAt);
      if (isRecent(writtenAt) && !isNewSign) return;
      writtenAt.set(id, at.getTime());
      if (isNewSign) signWrittenAt.set(id, at.getTime());
      const work = writeUse(store, id, { at, address, sign, isOneComputers })
        .then((written) => {
          if (written === undefined) lookedAt.forget(clientId);
          else lookedAt.peek(clientId)?.set(secretId, written);
        })
        .finally(() => writing.delete(work));
      writing.add(work);
    },
    find: async (clientId) => {
      await store.feed?.catchUp();
      return (await lookedAt.get(clientId)) ?? new Map<string, SecretUse>();
    },
    changed: (documentId) => {
      const [kind, clientId = ''] = documentId.split(':', 2);
      if (kind === KIND) lookedAt.forget(decodeURIComponent(clientId));
    },
    forgetAll: () => {
      lookedAt.forgetAll();
    },
    settled: async () => {
      await Promise.all(writing);
    },
  };
}

interface WrittenUse {
  readonly at: Date;
  readonly address: string | undefined;
  readonly sign: CloneSign | undefined;
  readonly isOneComputers: boolean;
}

/** What is stored now; undefined where that is not known. */
async function writeUse(store: Store, id: string, use: WrittenUse): Promise<SecretUse | undefined> {
  for (;;) {
    try {
      return await tryToWriteUse(store, id, use);
    } catch (error) {
      // The database is down, which every request says by itself.
      if (error instanceof StoreUnavailableError) return undefined;
      if (!(error instanceof ConflictError)) throw error;
      // Another node, or the use before this one, noted the same minute. A sign has to be written all the same.
      if (use.sign === undefined) return undefined;
    }
  }
}

async function tryToWriteUse(store: Store, id: string, use: WrittenUse): Promise<SecretUse> {
  const found = await store.core.get<SecretUse>(id);
  if (found === undefined) {
    const first = toSecretUse(use, undefined);
    await store.core.create(id, first);
    return first;
  }
  const value = toSecretUse(use, found.value);
  // A server that was started again remembers nothing of its last minute.
  const isRecent = use.at.getTime() - Date.parse(found.value.lastUsedAt) < INTERVAL_MS;
  if (isRecent && value.cloneSign?.at === found.value.cloneSign?.at) return found.value;
  await store.core.replace(id, found.revision, value);
  return value;
}

/** What was written before may be of another node, or of the time before a start: it counts as a sighting too. */
function toSecretUse({ at, address, sign, isOneComputers }: WrittenUse, before: SecretUse | undefined): SecretUse {
  const seen = before && { at: new Date(before.lastUsedAt), address: before.address };
  const stored = isOneComputers && seen !== undefined ? compareSightings(seen, { at, address }) : undefined;
  const cloneSign = sign ?? stored ?? before?.cloneSign;
  return {
    lastUsedAt: at.toISOString(),
    ...(address === undefined ? {} : { address }),
    ...(cloneSign === undefined ? {} : { cloneSign }),
  };
}
