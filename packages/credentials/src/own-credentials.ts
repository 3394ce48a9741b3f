import { credentialDocumentId, type ClientCredential } from './client-credential.ts';
import type { CredentialRooms } from './credential-rooms.ts';

/** A client credential, without its secrets. */
export interface OwnCredential extends ClientCredential {
  readonly isRevoked: boolean;
}

/** The client credentials of an account, in the order of their names. */
export async function listOwnCredentials(
  { store, revocations }: Pick<CredentialRooms, 'store' | 'revocations'>,
  owner: string,
): Promise<readonly OwnCredential[]> {
  await store.feed?.catchUp();
  const found = await store.core.listByPrefix<ClientCredential>(credentialDocumentId(''));
  return found
    .filter(({ value }) => value.owner === owner.toLowerCase())
    .map(({ value }) => ({ ...value, isRevoked: revocations.find('credential', value.clientId) !== undefined }))
    .sort((left, right) => left.name.localeCompare(right.name));
}
