import type { IncomingMessage } from 'node:http';
import type { AccessTokenRecord, AccessTokens } from '@gpii/auth-server';
import type { Refusal } from '@gpii/service-kit';
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
  throw unknownAccessToken();
}

/** The access token is not, or no longer, good for anything: 401. */
export function unknownAccessToken(): Refusal {
  const message = 'Unauthorized: the access token is unknown, was revoked or has expired. Ask for a fresh one.';
  return bearerRefusal('invalid_token', 'access_token_unknown', message);
}
