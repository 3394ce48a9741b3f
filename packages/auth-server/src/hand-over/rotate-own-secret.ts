import { DEFAULT_OVERLAP_HOURS, MAX_OVERLAP_HOURS, rotateSecret, toCredentialFile } from '@gpii/credentials';
import type { CredentialFile } from '@gpii/protocol';
import { createClientAuthentication, type ClientRooms } from '../client/authenticate-client.ts';
import { TokenError } from '../token/token-error.ts';
import type { HandOverRequest, HandOverRooms } from './hand-over-routes.ts';
import { actorOf, readLabel } from './need-parameter.ts';

/**
 * A computer gets a new secret beside its own, which it presents as at the token endpoint and which then ends by itself
 * (SECURITY G-D2). Whoever has a secret can do this, and no more than with the secret itself: revoking the credential ends both.
 */
export function createOwnSecretRotation(
  rooms: ClientRooms,
): (rooms: HandOverRooms, given: HandOverRequest) => Promise<CredentialFile> {
  const authenticate = createClientAuthentication(rooms);
  return async (all, given) => {
    const { credential, secretId } = await authenticate(given.request, given.response, given.parameters);
    const { clientId } = credential;
    given.context.logFields.clientId = clientId;
    const overlapHours = readOverlapHours(given.parameters.get('overlap_hours'));
    const label = readLabel(given.parameters, 'label');
    const by = actorOf(`client:${clientId}`, given);
    return toCredentialFile(await rotateSecret(all, { clientId, secretId, overlapHours, label }, by), all.publicUrl());
  };
}

function readOverlapHours(text: string | undefined): number {
  if (text === undefined) return DEFAULT_OVERLAP_HOURS;
  const hours = Number(text);
  if (/^\d{1,3}$/.test(text) && hours <= MAX_OVERLAP_HOURS) return hours;
  const message = `overlap_hours is not a whole number of hours, 0 to ${MAX_OVERLAP_HOURS}`;
  throw new TokenError('invalid_request', message, { reason: 'parameter_malformed' });
}
