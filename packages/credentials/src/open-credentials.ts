import type { Store } from '@gpii/store';
import { createAccounts, type Accounts } from './accounts.ts';
import { createGpiiTokens, gpiiTokenDocumentId, type GpiiTokens } from './gpii-tokens.ts';
import { openOperatorKeys } from './operator-keys.ts';
import { openRevocations, type Revocations } from './revocations.ts';
import { createClientVerifier, type ClientVerifier } from './verify-client.ts';

/** Everything that is known about clients and GPII tokens, over one store. */
export interface Credentials {
  readonly verifier: ClientVerifier;
  readonly gpiiTokens: GpiiTokens;
  readonly revocations: Revocations;
  readonly accounts: Accounts;
}

/**
 * Opens what is stored in a data folder: keys (made at the first start), revocations, client credentials.
 *
 * @throws OperatorKeysError when the keys file is damaged, or is gone while GPII tokens are stored.
 */
export async function openCredentials(store: Store, dataDir: string): Promise<Credentials> {
  const keys = await openOperatorKeys(dataDir, async () => {
    const stored = await store.core.listByPrefix(gpiiTokenDocumentId(''), { limit: 1 });
    return stored.length === 0;
  });
  const revocations = await openRevocations(store);
  return {
    revocations,
    accounts: createAccounts(store),
    gpiiTokens: createGpiiTokens(store, keys, revocations),
    verifier: createClientVerifier(store, revocations),
  };
}
