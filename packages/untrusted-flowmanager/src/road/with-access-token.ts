import type { AccessTokens } from './access-tokens.ts';
import { isAccessTokenRefused } from './cloud-refusal.ts';

/** Whose access token, and the request id that goes along for the logs of the others. */
export interface AskedFor {
  readonly gpiiToken: string;
  readonly requestId: string;
}

/**
 * Asks GPII Cloud with an access token. One that it refuses is replaced once; then it stops (CONFORMANCE L14).
 *
 * @param ask - Fails with a `DataSourceError`.
 * @throws Refusal of the access requester, or what `ask` threw last.
 */
export async function withAccessToken<T>(
  accessTokens: AccessTokens,
  { gpiiToken, requestId }: AskedFor,
  ask: (accessToken: string) => Promise<T>,
): Promise<T> {
  const accessToken = await accessTokens.get(gpiiToken, requestId);
  try {
    return await ask(accessToken);
  } catch (error) {
    if (!isAccessTokenRefused(error)) throw error;
  }
  const freshAccessToken = await accessTokens.replace(gpiiToken, accessToken, requestId);
  try {
    return await ask(freshAccessToken);
  } catch (error) {
    if (isAccessTokenRefused(error)) accessTokens.forget(gpiiToken);
    throw error;
  }
}
