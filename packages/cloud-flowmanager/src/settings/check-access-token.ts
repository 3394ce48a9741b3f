import type { IncomingMessage } from 'node:http';
import type { AccessTokenCheck, CheckedAccessToken } from './access-token-check.ts';
import type { Refusal } from '@gpii/service-kit';
import { readBearerToken } from './read-bearer-token.ts';
import { bearerRefusal } from './settings-error.ts';

/**
 * What the access token of a request is good for.
 *
 * @throws Refusal 401 or 400 as RFC 6750 §3.1 has it; 503 when that cannot be found out now.
 */
export async function checkAccessToken(
  request: IncomingMessage,
  accessTokenCheck: AccessTokenCheck,
): Promise<CheckedAccessToken> {
  const record = await accessTokenCheck.check(readBearerToken(request));
  if (record !== undefined) return record;
  throw unknownAccessToken();
}

/** The access token is not, or no longer, good for anything: 401. */
export function unknownAccessToken(): Refusal {
  const message = 'Unauthorized: the access token is unknown, was revoked or has expired. Ask for a fresh one.';
  return bearerRefusal('invalid_token', 'access_token_unknown', message);
}
