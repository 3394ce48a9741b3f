import { matchPreferences, toFlatPreferenceSet, type JsonObject } from '@gpii/matchmaker';
import { CLOUD_ROUTES } from '@gpii/protocol';
import { sendJsonPieces, type Handler, type HotRoute } from '@gpii/service-kit';
import { authorizeRequest } from './authorize-request.ts';
import { createPreferencesRoutes, type PreferencesRooms } from './preferences-routes.ts';
import { createDeviceReader } from './read-device.ts';
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
  const readDevice = createDeviceReader();
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
