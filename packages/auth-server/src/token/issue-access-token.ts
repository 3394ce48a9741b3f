import { gpiiTokenSchema, type Scope } from '@gpii/protocol';
import type { GpiiTokens, VerifiedClient } from '@gpii/credentials';
import type { AccessTokens, IssuedAccessToken } from '../access-tokens.ts';
import type { Presenter } from '../limits/burst-records.ts';
import type { Limits } from '../limits/limits.ts';
import type { GpiiTokenAsker } from '../limits/unknown-gpii-tokens.ts';
import { TokenError } from './token-error.ts';

/**
 * Gives an access token to the application that a person keyed in to.
 *
 * @param client - The already authenticated client.
 * @param gpiiToken - What the person keyed in with. Never logged.
 * @returns A bearer token, valid for `expiresInSeconds`.
 * @throws TokenError `invalid_grant` when nobody has this GPII token, or it was revoked; 429 `slow_down` when the client
 *   asked for too many such.
 * @see RFC 6749 §4.3.2 (request), §5.1 (response)
 */
export async function issueAccessToken(
  { accessTokens, gpiiTokens, limits }: { accessTokens: AccessTokens; gpiiTokens: GpiiTokens; limits: Limits },
  { client, gpiiToken, scope, from }: { client: VerifiedClient; gpiiToken: string; scope: Scope; from: Presenter },
): Promise<IssuedAccessToken> {
  const gpiiTokenHash = gpiiTokens.hash(gpiiToken);
  const state = await gpiiTokens.findState(gpiiTokenHash);
  const { mayCreateGpiiTokens, mayCreatePreferences } = client.credential;
  // What can be no GPII token (too long, no unicode) cannot be created either.
  const mayBeUnknown = mayCreateGpiiTokens && mayCreatePreferences && gpiiTokenSchema.safeParse(gpiiToken).success;
  if (state === 'revoked' || (state === 'unknown' && !mayBeUnknown)) {
    await limits.countUnknownGpiiToken(toAsker(client), gpiiTokenHash, from);
    throw new TokenError('invalid_grant', 'Unknown GPII token', { reason: 'gpii_token_unknown' });
  }
  limits.checkGpiiToken(client.secretId, gpiiTokenHash);
  return accessTokens.issue({ client, gpiiTokenHash, scope });
}

function toAsker({ secretId, credential: { clientId } }: VerifiedClient): GpiiTokenAsker {
  return { id: secretId, actor: `client:${clientId}`, subject: `credential:${clientId}`, details: { secretId } };
}

/**
 * The scope that a GPII application gets.
 *
 * @param requested - The `scope` parameter: names separated by single spaces.
 * @throws TokenError `invalid_scope` when it asks for anything but `settings`.
 * @see RFC 6749 §3.3
 */
export function settleScope(requested: string | undefined): Scope {
  if (requested?.split(' ').some((name) => name !== 'settings') === true) {
    throw new TokenError('invalid_scope', 'A GPII application can have the scope settings only', {
      reason: 'scope_unknown',
    });
  }
  return 'settings';
}
