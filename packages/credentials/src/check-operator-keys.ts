import { timingSafeEqual } from 'node:crypto';
import { ConflictError, type Store } from '@gpii/store';
import { gpiiTokenDocumentId } from './gpii-tokens.ts';
import { OperatorKeysError, type OperatorKeys } from './operator-keys.ts';

/** Document id in `store.core` of what tells whether keys belong to the data. */
const CHECK_DOCUMENT_ID = 'operatorKeys';

/** No GPII token has a control character: the check value is nobody's hash. */
const CHECKED_TEXT = '\u0000operator keys';

/** Whether no node has made keys for this data yet. */
export async function isWithoutKeys(store: Store): Promise<boolean> {
  if ((await store.core.get(CHECK_DOCUMENT_ID)) !== undefined) return false;
  return (await store.core.listByPrefix(gpiiTokenDocumentId(''), { limit: 1 })).length === 0;
}

/**
 * Checks that the keys of this node are those under which the data was stored. The first node leaves the check value.
 *
 * @throws OperatorKeysError when they are others.
 */
export async function checkOperatorKeys(store: Store, keys: OperatorKeys): Promise<void> {
  const check = keys.hashGpiiToken(CHECKED_TEXT);
  const stored = await findCheck(store, check);
  if (stored.length === check.length && timingSafeEqual(Buffer.from(stored), Buffer.from(check))) return;
  throw new OperatorKeysError(
    `The keys file ${keys.path} does not belong to the data in this database: GPII tokens would not be found. ` +
      'Copy the keys file of a node that runs.',
  );
}

async function findCheck(store: Store, check: string): Promise<string> {
  for (;;) {
    const found = await store.core.get<{ check: string }>(CHECK_DOCUMENT_ID);
    if (found !== undefined) return found.value.check;
    try {
      await store.core.create(CHECK_DOCUMENT_ID, { check });
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
    }
  }
}
