import type { ClientCredential } from './client-credential.ts';
import type { CredentialRooms } from './credential-rooms.ts';

/** A client credential, without its secrets. */
export interface OwnCredential extends ClientCredential {
  readonly isRevoked: boolean;
}

/** The client credentials of an account, in the order of their names. */
export async function listOwnCredentials(
  { directory, revocations }: Pick<CredentialRooms, 'directory' | 'revocations'>,
  owner: string,
): Promise<readonly OwnCredential[]> {
  const ids = await directory.idsOf(owner);
  const found = await Promise.all([...ids].map((clientId) => directory.find(clientId)));
  return found
    .filter((credential) => credential?.owner === owner.toLowerCase())
    .flatMap((credential) => (credential === undefined ? [] : [credential]))
    .map((credential) => ({
      ...credential,
      isRevoked: revocations.find('credential', credential.clientId) !== undefined,
    }))
    .sort((left, right) => left.name.localeCompare(right.name));
}
