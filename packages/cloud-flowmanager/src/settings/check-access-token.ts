import type { IncomingMessage } from 'node:http';
import type { AccessTokenRecord, AccessTokens } from '@gpii/auth-server';
import { readBearerToken } from './read-bearer-token.ts';
import { bearerRefusal } from './settings-error.ts';

/**
 * What the access token of a request is good for.
 *
 * @throws Refusal 401 or 400 as RFC 6750 §3.1 has it.
 */
export async function checkAccessToken(
  request: IncomingMessage,
  accessTokens: AccessTokens,
): Promise<AccessTokenRecord> {
  const record = await accessTokens.check(readBearerToken(request));
  if (record !== undefined) return record;
  const message = 'Unauthorized: the access token is unknown, was revoked or has expired. Ask for a fresh one.';
  throw bearerRefusal('invalid_token', 'access_token_unknown', message);
}
