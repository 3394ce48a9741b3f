import { CLOUD_ROUTES, GPII_TOKEN_GRANT } from '@gpii/protocol';
import type { GpiiTokens } from '@gpii/credentials';
import { readBody, type Handler, type HotRoute } from '@gpii/service-kit';
import type { AccessTokens } from '../access-tokens.ts';
import type { AuthorizationCodes } from '../authorize/authorization-codes.ts';
import { createClientAuthentication, type ClientRooms } from '../client/authenticate-client.ts';
import { parseParameters } from './parse-parameters.ts';
import { renderTokenError, TokenError } from './token-error.ts';
import { createTokenExchange } from './token-exchange.ts';

/** What the token endpoint works with. */
export interface TokenEndpointRooms extends ClientRooms {
  readonly accessTokens: AccessTokens;
  readonly authorizationCodes: AuthorizationCodes;
  readonly gpiiTokens: GpiiTokens;
}

/** What grants are called in logs and metrics: what a client makes up is none of these. */
const GRANT_NAMES: ReadonlyMap<string, string> = new Map([
  ['password', 'password'],
  [GPII_TOKEN_GRANT, 'gpii_token'],
  ['authorization_code', 'authorization_code'],
]);

/**
 * The token endpoint at its two addresses: strict RFC 6749, and the old one, which also takes JSON and answers
 * `expiresIn` besides, because installs in the field die without it (GPII-FORMATS §2).
 */
export function createTokenRoutes(rooms: TokenEndpointRooms): readonly HotRoute[] {
  const handle = createTokenHandler(rooms);
  return [
    {
      method: 'POST',
      path: CLOUD_ROUTES.token,
      handle: handle({ forOldInstalls: false }),
      renderError: renderTokenError,
    },
    {
      method: 'POST',
      path: CLOUD_ROUTES.tokenForOldInstalls,
      handle: handle({ forOldInstalls: true }),
      renderError: renderTokenError,
    },
  ];
}

function createTokenHandler(rooms: TokenEndpointRooms): (options: { forOldInstalls: boolean }) => Handler {
  const authenticate = createClientAuthentication(rooms);
  const exchange = createTokenExchange(rooms);
  return ({ forOldInstalls }) =>
    async (request, response, context) => {
      const parameters = parseParameters(await readBody(request), request.headers['content-type'], forOldInstalls);
      if (!parameters.has('grant_type')) {
        throw new TokenError('invalid_request', 'The parameter grant_type is missing', {
          reason: 'grant_type_missing',
        });
      }
      context.logFields.grant = GRANT_NAMES.get(parameters.get('grant_type') ?? '') ?? 'other';
      const client = await authenticate(request, response, parameters);
      context.logFields.clientId = client.credential.clientId;
      context.logFields.clientType = client.credential.type;
      response.setHeader('X-Content-Type-Options', 'nosniff');
      await exchange(request, response, { client, parameters, withExpiresIn: forOldInstalls });
    };
}
