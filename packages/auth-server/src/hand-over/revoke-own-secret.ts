import { revokeSecretAndPredecessors } from '@gpii/credentials';
import { createClientAuthentication, type ClientRooms } from '../client/authenticate-client.ts';
import type { HandOverRequest, HandOverRooms } from './hand-over-routes.ts';
import { actorOf } from './need-parameter.ts';

/** A computer ends its own secret, which it presents as at the token endpoint; others of its credential stay. */
export function createOwnSecretRevocation(
  rooms: ClientRooms,
): (rooms: HandOverRooms, given: HandOverRequest) => Promise<object> {
  const authenticate = createClientAuthentication(rooms);
  return async (all, given) => {
    const { credential, secretId } = await authenticate(given.request, given.response, given.parameters);
    const { clientId } = credential;
    given.context.logFields.clientId = clientId;
    const by = actorOf(`client:${clientId}`, given);
    const { revokedAt } = await revokeSecretAndPredecessors(
      all,
      { clientId, secretId, reason: 'ended by the computer' },
      by,
    );
    return { client_id: clientId, revoked_at: revokedAt };
  };
}
