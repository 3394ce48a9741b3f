import type { IncomingMessage } from 'node:http';
import type { GpiiTokens } from '@gpii/credentials';
import {
  DeviceError,
  matchPreferences,
  parseDevice,
  toFlatPreferenceSet,
  type CompiledRegistry,
  type DeviceReport,
  type JsonObject,
} from '@gpii/matchmaker';
import { CLOUD_ROUTES } from '@gpii/protocol';
import { Refusal, sendJsonText, type Handler, type HotRoute } from '@gpii/service-kit';
import type { AccessTokenCheck, CheckedAccessToken } from './access-token-check.ts';
import { readBearerToken } from './read-bearer-token.ts';
import { renderSettingsAnswer } from './render-settings-answer.ts';
import { bearerRefusal, renderSettingsError } from './settings-error.ts';

/** What the settings endpoints work with. */
export interface SettingsRooms {
  readonly accessTokenCheck: AccessTokenCheck;
  readonly gpiiTokens: GpiiTokens;
  readonly registry: CompiledRegistry;
}

/** The settings endpoints: lifecycle instructions for a GPII token on a device. */
export function createSettingsRoutes(rooms: SettingsRooms): readonly HotRoute[] {
  return [
    { method: 'GET', path: CLOUD_ROUTES.settings, handle: createGetSettings(rooms), renderError: renderSettingsError },
  ];
}

/** Steps 1 to 5 of GPII-FORMATS §3: authorisation, preferences, matchmaking, output filter. */
function createGetSettings({ accessTokenCheck, gpiiTokens, registry }: SettingsRooms): Handler {
  return async (request, response, context) => {
    const { gpiiToken = '', device = '' } = context.params;
    const record = await checkAccessToken(request, accessTokenCheck);
    context.logFields.clientId = record.clientId;
    const gpiiTokenHash = gpiiTokens.hash(gpiiToken);
    if (record.scope !== 'settings' || record.gpiiTokenHash !== gpiiTokenHash) throw wrongAudience(record);
    const report = readDevice(device);
    const safe = await gpiiTokens.findPreferences(gpiiTokenHash);
    const preferences = safe === undefined ? {} : toFlatPreferenceSet(safe.preferences as JsonObject);
    const result = matchPreferences({ preferences, device: report, registry });
    sendJsonText(response, 200, renderSettingsAnswer(gpiiToken, result));
  };
}

async function checkAccessToken(
  request: IncomingMessage,
  accessTokenCheck: AccessTokenCheck,
): Promise<CheckedAccessToken> {
  const record = await accessTokenCheck.check(readBearerToken(request));
  if (record !== undefined) return record;
  const message = 'Unauthorized: the access token is unknown, was revoked or has expired. Ask for a fresh one.';
  throw bearerRefusal('invalid_token', 'access_token_unknown', message);
}

function wrongAudience(record: CheckedAccessToken): Refusal {
  return record.scope === 'settings'
    ? bearerRefusal('insufficient_scope', 'access_token_wrong_person', 'The access token is for another GPII token.')
    : bearerRefusal('insufficient_scope', 'access_token_wrong_scope', 'The access token is not for settings.');
}

function readDevice(text: string): DeviceReport {
  try {
    return parseDevice(text);
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    throw new Refusal({
      status: 400,
      code: 'invalid_request',
      reason: 'device_malformed',
      message: `${error.message}.`,
    });
  }
}
