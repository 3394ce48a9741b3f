import { randomUUID } from 'node:crypto';
import type { DataSource } from '@gpii/data-source';
import { settingsAnswerSchema, type SettingsAnswer } from '@gpii/protocol';
import type { AccessTokens } from './access-tokens.ts';
import { cloudMalformed, toCloudRefusal } from './cloud-refusal.ts';
import { withAccessToken } from './with-access-token.ts';

/** What the road needs besides the GPII token. */
export interface Road {
  readonly accessTokens: AccessTokens;
  /** Answers `get({gpiiToken, device, accessToken, requestId})` with lifecycle instructions. */
  readonly settingsSource: DataSource;
  /** The device report of this moment, as JSON text. */
  readonly device: () => string;
}

/**
 * Fetches what this computer should do for a person: an access token, and with it the lifecycle instructions. An access
 * token that the cloud refuses is replaced once; then it stops (CONFORMANCE L14).
 *
 * @param requestId - Of the key-in, for the logs of the others; one is made up where no request asks.
 * @returns The cloud's answer as it came.
 * @throws Refusal with the person's sentence.
 */
export async function fetchInstructions(
  road: Road,
  gpiiToken: string,
  requestId: string = randomUUID(),
): Promise<SettingsAnswer> {
  try {
    return await withAccessToken(road.accessTokens, { gpiiToken, requestId }, (accessToken) =>
      getSettings(road, { gpiiToken, accessToken, requestId }),
    );
  } catch (error) {
    throw toCloudRefusal(error);
  }
}

async function getSettings(
  road: Road,
  asked: { gpiiToken: string; accessToken: string; requestId: string },
): Promise<SettingsAnswer> {
  const answer = await road.settingsSource.get({ ...asked, device: road.device() });
  const parsed = settingsAnswerSchema.safeParse(answer);
  // Somebody else's settings are worse than none.
  if (!parsed.success || parsed.data.gpiiKey !== asked.gpiiToken) throw cloudMalformed();
  return answer as SettingsAnswer;
}
