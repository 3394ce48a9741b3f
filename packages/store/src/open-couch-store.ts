import type { OpenCouchStoreOptions } from './couch/open-couch-store.ts';
import type { Store } from './store.ts';

/**
 * Opens the store in a CouchDB, which many nodes share. What talks to one is loaded now: most installs have none.
 *
 * @throws as {@link import('./couch/open-couch-store.ts').openCouchStore}.
 */
export async function openCouchStore(options: OpenCouchStoreOptions): Promise<Store> {
  const couch = await import('./couch/open-couch-store.ts');
  return couch.openCouchStore(options);
}
