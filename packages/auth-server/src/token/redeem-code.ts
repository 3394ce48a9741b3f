/* eslint-disable max-params -- oauth2orize counts the parameters of its callback: the body comes at five only. */
import type { VerifiedClient } from '@gpii/credentials';
import oauth2orize from 'oauth2orize';
import type { AccessTokens } from '../access-tokens.ts';
import type { AuthorizationCodes } from '../authorize/authorization-codes.ts';
import type { Presenter } from '../limits/burst-records.ts';
import type { Limits } from '../limits/limits.ts';
import { TokenError } from './token-error.ts';

interface CodeBody {
  readonly requestedScope?: string;
  readonly code_verifier?: string;
  readonly from: Presenter;
}

/** What redeeming works with. */
interface CodeRooms {
  readonly accessTokens: AccessTokens;
  readonly authorizationCodes: AuthorizationCodes;
  readonly limits: Limits;
}

/**
 * oauth2orize's exchange of an authorization code. The code is used up before the access token is made.
 *
 * @see RFC 6749 §4.1.3, RFC 7636 §4.5
 */
export function createCodeExchange(rooms: CodeRooms): oauth2orize.MiddlewareFunction<VerifiedClient> {
  const issue = (
    client: VerifiedClient,
    code: string,
    redirectUri: string | undefined,
    body: Readonly<Record<string, unknown>>,
    issued: oauth2orize.ExchangeDoneFunction,
  ): void => {
    issueForCode(rooms, { client, code, redirectUri, body: body as unknown as CodeBody }).then(
      ({ accessToken, expiresInSeconds }) => {
        issued(null, accessToken, undefined, { expires_in: expiresInSeconds, scope: 'preferences' });
      },
      (error: unknown) => {
        issued(error as Error);
      },
    );
  };
  return oauth2orize.exchange.authorizationCode({}, issue);
}

async function issueForCode(
  { accessTokens, authorizationCodes, limits }: CodeRooms,
  presented: { client: VerifiedClient; code: string; redirectUri: string | undefined; body: CodeBody },
): ReturnType<AccessTokens['issue']> {
  const { client, code, redirectUri, body } = presented;
  if (body.requestedScope?.split(' ').some((name) => name !== 'preferences') === true) {
    throw new TokenError('invalid_scope', 'A web application can have the scope preferences only', {
      reason: 'scope_unknown',
    });
  }
  const { clientId } = client.credential;
  const given = { code, clientId, redirectUri, codeVerifier: body.code_verifier };
  const redeemed = await authorizationCodes.redeem(given).catch(async (error: unknown) => {
    // A code that was used before is no guess.
    if (error instanceof TokenError && error.reason !== 'authorization_code_replayed') {
      await limits.countFailure({ name: `credential:${clientId}`, isKnown: true }, body.from);
    }
    throw error;
  });
  const { account, consentId, gpiiTokenHash, groups, grantId } = redeemed;
  return accessTokens.issue({ client, account, consentId, gpiiTokenHash, groups, grantId, scope: 'preferences' });
}
