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
import type { CheckedAccessToken } from './access-token-check.ts';
import { checkAccessToken } from './check-access-token.ts';
import { createPreferencesRoutes, type PreferencesRooms } from './preferences-routes.ts';
import { renderSettingsAnswer } from './render-settings-answer.ts';
import { bearerRefusal, renderSettingsError } from './settings-error.ts';

/** What the settings endpoints work with. */
export interface SettingsRooms extends PreferencesRooms {
  readonly registry: CompiledRegistry;
}

/** The settings endpoints: lifecycle instructions for a GPII token on a device, preferences for a web application. */
export function createSettingsRoutes(rooms: SettingsRooms): readonly HotRoute[] {
  return [
    { method: 'GET', path: CLOUD_ROUTES.settings, handle: createGetSettings(rooms), renderError: renderSettingsError },
    ...createPreferencesRoutes(rooms),
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
