import type { Found } from '@gpii/store';
import {
  credentialDocumentId,
  secretDocumentPrefix,
  type ClientCredential,
  type ClientSecret,
} from './client-credential.ts';
import { CredentialError } from './credential-error.ts';
import type { CredentialRooms } from './credential-rooms.ts';
import { secretIdOf } from './verify-client.ts';

/** A secret as it is stored, with the name that records know it by. */
export interface FoundSecret extends Found<ClientSecret> {
  readonly secretId: string;
}

/**
 * The credential, whether it is in force or not.
 *
 * @throws CredentialError `client_unknown`.
 */
export async function findCredential(
  { store }: Pick<CredentialRooms, 'store'>,
  clientId: string,
): Promise<Found<ClientCredential>> {
  const found = await store.core.get<ClientCredential>(credentialDocumentId(clientId));
  if (found === undefined) throw new CredentialError('client_unknown', `There is no client credential ${clientId}.`);
  return found;
}

/**
 * The credential, which is in force.
 *
 * @throws CredentialError `client_unknown`, `credential_revoked`.
 */
export async function findLiveCredential(
  rooms: Pick<CredentialRooms, 'store' | 'revocations'>,
  clientId: string,
): Promise<Found<ClientCredential>> {
  const found = await findCredential(rooms, clientId);
  await rooms.store.feed?.catchUp();
  if (rooms.revocations.find('credential', clientId) !== undefined) {
    throw new CredentialError('credential_revoked', `The client credential ${clientId} was revoked.`);
  }
  return found;
}

/** All secrets of a credential, the oldest first. */
export async function listSecrets(
  { store }: Pick<CredentialRooms, 'store'>,
  clientId: string,
): Promise<readonly FoundSecret[]> {
  const found = await store.core.listByPrefix<ClientSecret>(secretDocumentPrefix(clientId));
  return found
    .map((secret) => ({ ...secret, secretId: secretIdOf(clientId, secret.value.sha256) }))
    .sort((left, right) => Date.parse(left.value.createdAt) - Date.parse(right.value.createdAt));
}

/**
 * One secret of a credential, by its name.
 *
 * @throws CredentialError `secret_unknown`.
 */
export async function findSecret(
  rooms: Pick<CredentialRooms, 'store'>,
  clientId: string,
  secretId: string,
): Promise<FoundSecret> {
  const found = (await listSecrets(rooms, clientId)).find((secret) => secret.secretId === secretId);
  if (found === undefined) {
    throw new CredentialError('secret_unknown', `The client credential ${clientId} has no secret ${secretId}.`);
  }
  return found;
}
