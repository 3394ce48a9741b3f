import { credentialDocumentId, type ClientCredential } from './client-credential.ts';
import type { CredentialRooms } from './credential-rooms.ts';

/** The client credentials of an account that are in force, without their secrets, in the order of their names. */
export async function listOwnCredentials(
  { store, revocations }: Pick<CredentialRooms, 'store' | 'revocations'>,
  owner: string,
): Promise<readonly ClientCredential[]> {
  await store.feed?.catchUp();
  const found = await store.core.listByPrefix<ClientCredential>(credentialDocumentId(''));
  return found
    .map(({ value }) => value)
    .filter((credential) => credential.owner === owner.toLowerCase())
    .filter(({ clientId }) => revocations.find('credential', clientId) === undefined)
    .sort((left, right) => left.name.localeCompare(right.name));
}
