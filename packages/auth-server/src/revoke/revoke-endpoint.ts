import { revocationEndFor } from '@gpii/credentials';
import { CLOUD_ROUTES } from '@gpii/protocol';
import { sendJson, type HotRoute } from '@gpii/service-kit';
import type { AccessTokens } from '../access-tokens.ts';
import { createClientAuthentication, type ClientRooms } from '../client/authenticate-client.ts';
import { readParameters, requireToken } from '../read-parameters.ts';
import { renderTokenError, TokenError } from '../token/token-error.ts';

/** What revocation works with. */
export interface RevokeRooms extends ClientRooms {
  readonly accessTokens: AccessTokens;
}

/**
 * A client ends an access token of its own. `token_type_hint` is not looked at: there is one type. The answer is `{}`,
 * because simple-oauth2 takes JSON only; others ignore the body.
 *
 * @see RFC 7009 §2
 */
export function createRevokeRoute({ accessTokens, ...rooms }: RevokeRooms): HotRoute {
  const authenticate = createClientAuthentication(rooms);
  return {
    method: 'POST',
    path: CLOUD_ROUTES.revoke,
    renderError: renderTokenError,
    handle: async (request, response, context) => {
      const parameters = await readParameters(request);
      const { clientId } = (await authenticate(request, response, parameters)).credential;
      context.logFields.clientId = clientId;
      const accessToken = requireToken(parameters);
      const record = await accessTokens.check(accessToken);
      if (record !== undefined && record.clientId !== clientId) throw otherClient();
      if (record !== undefined) {
        const revokedAt = new Date().toISOString();
        const expiresAt = revocationEndFor(record.expiresAtMs);
        await accessTokens.revoke(accessToken, { revokedAt, revokedBy: clientId, reason: 'oauth2/revoke', expiresAt });
      }
      sendJson(response, 200, {});
    },
  };
}

function otherClient(): TokenError {
  return new TokenError('invalid_grant', 'The access token was issued to another client', {
    reason: 'access_token_other_client',
  });
}
