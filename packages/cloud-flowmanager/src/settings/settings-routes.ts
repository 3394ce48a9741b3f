import {
  DeviceError,
  matchPreferences,
  parseDevice,
  toFlatPreferenceSet,
  type DeviceReport,
  type JsonObject,
} from '@gpii/matchmaker';
import { CLOUD_ROUTES } from '@gpii/protocol';
import { Refusal, sendJsonPieces, type Handler, type HotRoute } from '@gpii/service-kit';
import { authorizeRequest } from './authorize-request.ts';
import { createPreferencesRoutes, type PreferencesRooms } from './preferences-routes.ts';
import { renderSettingsAnswer } from './render-settings-answer.ts';
import { createSaveRoutes, type SaveRooms } from './save/save-routes.ts';
import { renderSettingsError } from './settings-error.ts';

/** What the settings endpoints work with. */
export type SettingsRooms = SaveRooms & PreferencesRooms;

/** The settings endpoints: lifecycle instructions for a GPII token, saving its preferences, and preferences for a web application. */
export function createSettingsRoutes(rooms: SettingsRooms): readonly HotRoute[] {
  return [
    { method: 'GET', path: CLOUD_ROUTES.settings, handle: createGetSettings(rooms), renderError: renderSettingsError },
    ...createSaveRoutes(rooms),
    ...createPreferencesRoutes(rooms),
  ];
}

/** Steps 1 to 5 of GPII-FORMATS §3: authorisation, preferences, matchmaking, output filter. */
function createGetSettings(rooms: SettingsRooms): Handler {
  return async (request, response, context) => {
    const { gpiiToken = '', device = '' } = context.params;
    const { gpiiTokenHash } = await authorizeRequest(rooms, request, context);
    const report = readDevice(device);
    const safe = await rooms.gpiiTokens.findPreferences(gpiiTokenHash);
    const preferences = safe === undefined ? {} : toFlatPreferenceSet(safe.preferences as JsonObject);
    const { registry } = rooms.solutions.current();
    const result = matchPreferences({ preferences, device: report, registry });
    sendJsonPieces(response, 200, renderSettingsAnswer(gpiiToken, result));
  };
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
