import type { Collection, StoredDocument } from './store.ts';

/** All documents of a collection by id, read one by one. */
export async function readEach(collection: Collection): Promise<ReadonlyMap<string, StoredDocument>> {
  const found = await collection.listByPrefix('');
  return new Map(found.map(({ id, value }) => [id, value]));
}
