import { isDeepStrictEqual } from 'node:util';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { ConflictError, type Collection, type Found, type Store, type StoredDocument } from '@gpii/store';

/** What became of the documents of a collection. */
export interface CopiedCollection {
  created: number;
  replaced: number;
  unchanged: number;
  /** Others than in the source, after an earlier migration was done: nodes changed them since. */
  kept: number;
}

/** Revocations first: whatever is copied later is already revoked if it ever was. */
const ORDER = ['revocations', 'core', 'safes', 'audit'] as const;
const PAGE_SIZE = 500;
const MARK_ID = 'migration';

interface Mark {
  readonly state: 'running' | 'done';
  readonly at: string;
}

/**
 * Copies all collections, and checks that each document arrived. Once a copy is done, documents of the target win: nodes
 * work on them.
 *
 * @param tell - Is given lines about how far it is.
 * @throws StartError (exit 1) when the target holds data that no migration put there, or something did not arrive.
 */
export async function copyStore(
  source: Store,
  target: Store,
  tell: (line: string) => void,
): Promise<Record<(typeof ORDER)[number], CopiedCollection>> {
  const isDone = await begin(target);
  const copied: Partial<Record<(typeof ORDER)[number], CopiedCollection>> = {};
  for (const name of ORDER) {
    copied[name] = await copyCollection(source[name], target[name], {
      isDone,
      tell: (n) => {
        tell(`${name}: ${n} copied`);
      },
    });
    const missing = await countMissing(source[name], target[name]);
    if (missing > 0) {
      throw new StartError(`${missing} documents of ${name} did not arrive. Run it again.`, { exitCode: EXIT.failed });
    }
  }
  await finish(target);
  return copied as Record<(typeof ORDER)[number], CopiedCollection>;
}

/** @returns Whether a migration into this target was done before. */
async function begin({ core, safes }: Store): Promise<boolean> {
  const mark = await core.get<Mark>(MARK_ID);
  if (mark !== undefined) return mark.value.state === 'done';
  const found = await Promise.all([core, safes].map((collection) => collection.listByPrefix('', { limit: 1 })));
  if (found.some((list) => list.length > 0)) {
    throw new StartError(
      'The CouchDB holds data of a cloud already, which no migration put there. Nothing was copied: choose another prefix.',
      { exitCode: EXIT.failed },
    );
  }
  await core.create(MARK_ID, { state: 'running', at: new Date().toISOString() } satisfies Mark);
  return false;
}

async function finish({ core }: Store): Promise<void> {
  const mark = await core.get<Mark>(MARK_ID);
  if (mark === undefined || mark.value.state === 'done') return;
  await core.replace(MARK_ID, mark.revision, { state: 'done', at: new Date().toISOString() } satisfies Mark);
}

async function copyCollection(
  source: Collection,
  target: Collection,
  { isDone, tell }: { isDone: boolean; tell: (copied: number) => void },
): Promise<CopiedCollection> {
  const counts: CopiedCollection = { created: 0, replaced: 0, unchanged: 0, kept: 0 };
  let sum = 0;
  let after: string | undefined;
  for await (const page of pagesOf(source)) {
    const there = await findThere(page, target, after);
    after = page.at(-1)?.id;
    const missing = page.filter(({ id, value }) => !isDeepStrictEqual(there.get(id), value));
    counts.unchanged += page.length - missing.length;
    const outcomes = await Promise.all(missing.map((document) => copyDocument(document, target, isDone)));
    for (const outcome of outcomes) counts[outcome] += 1;
    sum += page.length;
    tell(sum);
  }
  return counts;
}

/** What the target has of a page, in one read: a copy that goes on where it stopped finds all of it there. */
async function findThere(
  page: readonly Found<StoredDocument>[],
  target: Collection,
  after: string | undefined,
): Promise<ReadonlyMap<string, StoredDocument>> {
  const options = { limit: page.length + PAGE_SIZE, ...(after === undefined ? {} : { after }) };
  const there = await target.listByPrefix('', options);
  return new Map(there.map(({ id, value }) => [id, value]));
}

async function copyDocument(
  { id, value }: Found<StoredDocument>,
  target: Collection,
  isDone: boolean,
): Promise<keyof CopiedCollection> {
  try {
    await target.create(id, value);
    return 'created';
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
  const there = await target.get(id);
  if (there === undefined) return copyDocument({ id, revision: '', value }, target, isDone);
  if (isDeepStrictEqual(there.value, value)) return 'unchanged';
  if (isDone) return 'kept';
  await target.replace(id, there.revision, value);
  return 'replaced';
}

/** How many documents of the source are not in the target: both lists are in the order of the ids. */
async function countMissing(source: Collection, target: Collection): Promise<number> {
  const there = idsOf(target);
  let at = await there.next();
  let missing = 0;
  for await (const id of idsOf(source)) {
    while (at.done !== true && compareIds(at.value, id) < 0) at = await there.next();
    if (at.done === true || at.value !== id) missing += 1;
  }
  return missing;
}

async function* idsOf(collection: Collection): AsyncGenerator<string, undefined> {
  for await (const page of pagesOf(collection)) {
    for (const { id } of page) yield id;
  }
}

async function* pagesOf(collection: Collection): AsyncGenerator<readonly Found<StoredDocument>[], undefined> {
  let after: string | undefined;
  for (;;) {
    const options = { limit: PAGE_SIZE, ...(after === undefined ? {} : { after }) };
    const page = await collection.listByPrefix('', options);
    if (page.length > 0) yield page;
    after = page.at(-1)?.id;
    if (page.length < PAGE_SIZE) return;
  }
}

function compareIds(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
