import type { IncomingMessage } from 'node:http';
import type { GpiiTokens } from '@gpii/credentials';
import type { RequestContext } from '@gpii/service-kit';
import type { AccessTokenCheck, CheckedAccessToken } from './access-token-check.ts';
import { checkAccessToken } from './check-access-token.ts';
import { bearerRefusal } from './settings-error.ts';

/** What the authorisation of a request works with. */
export interface AuthorizationRooms {
  readonly accessTokenCheck: AccessTokenCheck;
  readonly gpiiTokens: GpiiTokens;
}

/** Who asks, and for whom. */
export interface AuthorizedRequest {
  readonly clientId: string;
  readonly gpiiTokenHash: string;
  readonly accessToken: CheckedAccessToken;
}

/**
 * Checks that a request for the settings of a GPII token carries an access token for just that.
 *
 * @throws Refusal 401 without a good one, 403 with one of another GPII token or for something else.
 * @see GPII-FORMATS §3.1, DESIGN §3
 */
export async function authorizeRequest(
  { accessTokenCheck, gpiiTokens }: AuthorizationRooms,
  request: IncomingMessage,
  context: RequestContext,
): Promise<AuthorizedRequest> {
  const record = await checkAccessToken(request, accessTokenCheck);
  const { clientId, scope } = record;
  context.logFields.clientId = clientId;
  const gpiiTokenHash = gpiiTokens.hash(context.params.gpiiToken ?? '');
  if (scope !== 'settings' || record.gpiiTokenHash !== gpiiTokenHash) throw wrongAudience(scope);
  return { clientId, gpiiTokenHash, accessToken: record };
}

function wrongAudience(scope: CheckedAccessToken['scope']): Error {
  return scope === 'settings'
    ? bearerRefusal('insufficient_scope', 'access_token_wrong_person', 'The access token is for another GPII token.')
    : bearerRefusal('insufficient_scope', 'access_token_wrong_scope', 'The access token is not for settings.');
}
