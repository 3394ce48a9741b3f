import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GpiiTokens } from '@gpii/credentials';
import { sharePreferences, toFlatPreferenceSet, type JsonObject } from '@gpii/matchmaker';
import { CLOUD_ROUTES } from '@gpii/protocol';
import { Refusal, sendJson, type Handler, type HotRoute } from '@gpii/service-kit';
import type { AccessTokenCheck, CheckedAccessToken, ClientRights } from './access-token-check.ts';
import { checkAccessToken } from './check-access-token.ts';
import { bearerRefusal, renderSettingsError } from './settings-error.ts';

/** What a web application's look at preferences works with. */
export interface PreferencesRooms {
  readonly accessTokenCheck: AccessTokenCheck;
  readonly gpiiTokens: GpiiTokens;
}

/** How long a browser may remember that it may ask, in seconds. */
const PREFLIGHT_SECONDS = 600;

/**
 * `GET /preferences`: the preference set that a person shares with a web application, and the preflight that browsers send
 * before a script may ask for it.
 *
 * @see docs/decisions/0021
 */
export function createPreferencesRoutes(rooms: PreferencesRooms): readonly HotRoute[] {
  const path = CLOUD_ROUTES.preferences;
  return [
    { method: 'GET', path, handle: createGetPreferences(rooms), renderError: renderSettingsError },
    { method: 'OPTIONS', path, handle: answerPreflight, renderError: renderSettingsError },
  ];
}

function createGetPreferences({ accessTokenCheck, gpiiTokens }: PreferencesRooms): Handler {
  return async (request, response, context) => {
    allowOrigin(request, response);
    const record = await checkAccessToken(request, accessTokenCheck);
    context.logFields.clientId = record.clientId;
    const { gpiiTokenHash, groups } = checkScope(record);
    await checkOrigin(request, response, () => accessTokenCheck.findRights(record));
    const safe = await gpiiTokens.findPreferences(gpiiTokenHash);
    const preferences = toFlatPreferenceSet((safe?.preferences ?? {}) as JsonObject);
    sendJson(response, 200, sharePreferences(preferences, new Set(groups)));
  };
}

function checkScope({ scope, gpiiTokenHash, groups }: CheckedAccessToken): {
  gpiiTokenHash: string;
  groups: readonly string[];
} {
  if (scope === 'preferences' && gpiiTokenHash !== undefined && groups !== undefined) return { gpiiTokenHash, groups };
  const message = 'The access token is not for preferences: only a person can allow that, on the authorization page.';
  throw bearerRefusal('insufficient_scope', 'access_token_wrong_scope', message);
}

/** A preflight carries no access token, so it cannot be known whose origin it is: the answer to GET decides. */
const answerPreflight: Handler = (request, response) => {
  allowOrigin(request, response);
  response.writeHead(204, {
    'Access-Control-Allow-Methods': 'GET',
    'Access-Control-Allow-Headers': 'Authorization',
    'Access-Control-Max-Age': PREFLIGHT_SECONDS,
  });
  response.end();
};

/** Lets a page read the refusal of an access token that is good for nothing. Cookies are never asked for here. */
function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Vary', 'Origin');
  const { origin } = request.headers;
  if (origin !== undefined && origin !== 'null') response.setHeader('Access-Control-Allow-Origin', origin);
}

/** What a browser sends of a page that is not the client's own gets no preferences. Others send no Origin. */
async function checkOrigin(
  request: IncomingMessage,
  response: ServerResponse,
  findRights: () => Promise<ClientRights | undefined>,
): Promise<void> {
  const { origin } = request.headers;
  if (origin === undefined) return;
  const registered = (await findRights())?.origins ?? [];
  if (registered.some((each) => URL.canParse(each) && new URL(each).origin === origin)) return;
  response.removeHeader('Access-Control-Allow-Origin');
  throw new Refusal({
    status: 403,
    code: 'origin_not_registered',
    reason: 'origin_not_registered',
    message: 'The web page that asks is at an origin that is not registered for this client credential.',
  });
}
