/* eslint-disable max-params -- oauth2orize counts the parameters of its callback: the body comes at six only. */
import type { ServerResponse } from 'node:http';
import type { GpiiTokens, VerifiedClient } from '@gpii/credentials';
import { GPII_TOKEN_GRANT } from '@gpii/protocol';
import { contextOf } from '@gpii/service-kit';
import oauth2orize from 'oauth2orize';
import type { AccessTokens } from '../access-tokens.ts';
import type { AuthorizationCodes } from '../authorize/authorization-codes.ts';
import type { TokenRequest } from '../client/authenticate-client.ts';
import type { Presenter } from '../limits/burst-records.ts';
import type { Limits } from '../limits/limits.ts';
import { issueAccessToken, settleScope } from './issue-access-token.ts';
import type { Parameters } from './parse-parameters.ts';
import { createCodeExchange } from './redeem-code.ts';
import { TokenError } from './token-error.ts';

/** Serves the grant that the parameters name, for a client that is known already: writes the answer, or throws. */
export type ExchangeToken = (
  request: TokenRequest,
  response: ServerResponse,
  exchange: { client: VerifiedClient; parameters: Parameters; withExpiresIn: boolean },
) => Promise<void>;

/** What the grants work with. */
export interface TokenExchangeRooms {
  readonly accessTokens: AccessTokens;
  readonly authorizationCodes: AuthorizationCodes;
  readonly gpiiTokens: GpiiTokens;
  readonly limits: Limits;
}

type Middleware = (request: TokenRequest, response: ServerResponse, next: (error?: unknown) => void) => void;

/**
 * oauth2orize's token endpoint with the password grant, whose `username` is a GPII token. Its `password` parameter
 * means nothing here and may be absent (DESIGN §3), which oauth2orize does not know: it gets one. The extension grant
 * is the same, with `gpii_token` in the place of `username`.
 */
export function createTokenExchange(rooms: TokenExchangeRooms): ExchangeToken {
  const server = oauth2orize.createServer();
  const issue: IssueCallback = (
    client,
    gpiiToken,
    _password,
    _scope,
    { requestedScope, withExpiresIn, from },
    issued,
  ) => {
    issueAccessToken(rooms, { client, gpiiToken, scope: settleScope(requestedScope), from }).then(
      ({ accessToken, expiresInSeconds }) => {
        const old = withExpiresIn ? { expiresIn: expiresInSeconds } : {};
        issued(null, accessToken, undefined, { expires_in: expiresInSeconds, scope: 'settings', ...old });
      },
      (error: unknown) => {
        issued(error as Error);
      },
    );
  };
  const exchange = oauth2orize.exchange.password({}, issue);
  server.exchange(exchange);
  server.exchange(GPII_TOKEN_GRANT, exchange);
  server.exchange(createCodeExchange(rooms));
  const middleware = server.token() as unknown as Middleware;
  return (request, response, { client, parameters, withExpiresIn }) =>
    new Promise((resolve, reject) => {
      const grantType = parameters.get('grant_type');
      checkGrant(client, grantType);
      request.user = client;
      const tokenParameter = grantType === GPII_TOKEN_GRANT ? 'gpii_token' : 'username';
      // A bare object: no parameter name reaches a prototype.
      const body = Object.create(null) as Record<string, unknown>;
      for (const [name, value] of parameters) body[name] = value;
      delete body.scope;
      Object.assign(body, {
        username: parameters.get(tokenParameter) ?? '',
        password: 'unused',
        requestedScope: parameters.get('scope'),
        withExpiresIn,
        from: contextOf(request),
      });
      request.body = body as TokenRequest['body'] & object;
      response.once('close', resolve);
      middleware(request, response, (error) => {
        reject(translate(error, grantType === 'authorization_code' ? 'code' : tokenParameter));
      });
    });
}

type IssueCallback = (
  client: VerifiedClient,
  gpiiToken: string,
  password: string,
  scope: readonly string[],
  body: ExchangeBody,
  issued: oauth2orize.ExchangeDoneFunction,
) => void;

interface ExchangeBody {
  readonly requestedScope?: string;
  readonly withExpiresIn: boolean;
  readonly from: Presenter;
}

/** Which type of client may use a grant (DESIGN §3). Others do not exist, for nobody. */
const GRANT_CLIENTS: Readonly<Record<string, VerifiedClient['credential']['type']>> = {
  password: 'installed',
  [GPII_TOKEN_GRANT]: 'installed',
  authorization_code: 'web',
};

function checkGrant(client: VerifiedClient, grantType: string | undefined): void {
  const type =
    grantType !== undefined && Object.hasOwn(GRANT_CLIENTS, grantType) ? GRANT_CLIENTS[grantType] : undefined;
  if (type === undefined || client.credential.type === type) return;
  const who = type === 'installed' ? 'GPII applications' : 'web applications';
  throw new TokenError('unauthorized_client', `Only ${who} may use this grant`, { reason: 'grant_not_allowed' });
}

/** oauth2orize has errors of its own, with other statuses than RFC 6749 §5.2 (CONFORMANCE, 1). */
function translate(error: unknown, neededParameter: string): Error {
  if (error instanceof TokenError || !(error instanceof Error)) return error as Error;
  const { code } = error as { code?: unknown };
  if (code === 'unsupported_grant_type') {
    return new TokenError(code, 'This grant type does not exist here', { reason: 'grant_type_unsupported' });
  }
  if (code === 'invalid_request') {
    const holds = neededParameter === 'code' ? 'the authorization code' : 'the GPII token';
    return new TokenError(code, `The parameter ${neededParameter} is missing: it holds ${holds}`, {
      reason: 'parameter_missing',
    });
  }
  return error;
}
