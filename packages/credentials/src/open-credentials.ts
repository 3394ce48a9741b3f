import type { Store } from '@gpii/store';
import { createGpiiTokens, type GpiiTokens } from './gpii-tokens.ts';
import { openOperatorKeys } from './operator-keys.ts';
import { openRevocations, type Revocations } from './revocations.ts';
import { createClientVerifier, type ClientVerifier } from './verify-client.ts';

/** Everything that is known about clients and GPII tokens, over one store. */
export interface Credentials {
  readonly verifier: ClientVerifier;
  readonly gpiiTokens: GpiiTokens;
  readonly revocations: Revocations;
}

/**
 * Opens what is stored in a data folder: keys (made at the first start), revocations, client credentials.
 *
 * @throws OperatorKeysError when the keys file is damaged.
 */
export async function openCredentials(store: Store, dataDir: string): Promise<Credentials> {
  const keys = await openOperatorKeys(dataDir);
  const revocations = await openRevocations(store);
  return {
    revocations,
    gpiiTokens: createGpiiTokens(store, keys, revocations),
    verifier: createClientVerifier(store, revocations),
  };
}
