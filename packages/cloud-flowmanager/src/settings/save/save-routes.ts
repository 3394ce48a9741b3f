import { checkPreferenceSet, type Problem, type TermSchemas } from '@gpii/gpii-files';
import type { AuditLog, ChangeStoredPreferences, PreferencesSafe } from '@gpii/credentials';
import { CLOUD_ROUTES } from '@gpii/protocol';
import { isJsonObject, memberOf, mergeObjects, type JsonObject, type JsonValue } from '@gpii/matchmaker';
import { sendJson, type Handler, type HotRoute } from '@gpii/service-kit';
import type { SolutionsInForce } from '../../solutions/open-solutions.ts';
import type { ClientRights } from '../access-token-check.ts';
import { authorizeRequest, type AuthorizationRooms } from '../authorize-request.ts';
import { unknownAccessToken } from '../check-access-token.ts';
import { renderSettingsError } from '../settings-error.ts';
import { describeSave } from './describe-save.ts';
import { applyMergePatch } from './merge-patch.ts';
import { readPreferenceBody } from './read-preference-body.ts';
import { invalidPreferences, readOnlyPreferences, tooLargePreferences } from './save-refusals.ts';
import { checkAllowedTerms, checkMayCreate } from './save-rights.ts';

/** What saving works with. */
export interface SaveRooms extends AuthorizationRooms {
  readonly changePreferences: ChangeStoredPreferences;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly solutions: SolutionsInForce;
}

/** Largest flat preference set that is stored: saves only ever add to it. */
const SET_LIMIT_BYTES = 1024 * 1024;

/** How many problems are told at most. */
const MAX_PROBLEMS = 100;

/** One way to save. */
interface SaveMethod {
  readonly mediaType: string;
  /** The new set, from the stored one and what was sent. */
  readonly combine: (stored: JsonObject, sent: JsonValue) => JsonValue;
  /** What must be right before anything is looked up. */
  readonly checkSent: (sent: JsonValue, terms: TermSchemas) => readonly Problem[];
  /** What must be right of the new set. */
  readonly checkResult: (result: JsonValue, stored: JsonValue, terms: TermSchemas) => readonly Problem[];
}

const PUT: SaveMethod = {
  mediaType: 'application/json',
  combine: (stored, sent) => (isJsonObject(sent) ? mergeObjects(stored, sent) : sent),
  checkSent: (sent, terms) => checkPreferenceSet(sent, terms, MAX_PROBLEMS),
  checkResult: () => [],
};

const PATCH: SaveMethod = {
  mediaType: 'application/merge-patch+json',
  combine: applyMergePatch,
  checkSent: () => [],
  checkResult: findNewProblems,
};

/**
 * Saving preferences: `PUT` merges a flat preference set into the stored one, as installs in the field expect; `PATCH` can delete too
 * (RFC 7396).
 *
 * @see GPII-FORMATS §1 (PUT), docs/decisions/0023
 */
export function createSaveRoutes(rooms: SaveRooms): readonly HotRoute[] {
  const path = CLOUD_ROUTES.saveSettings;
  return [
    { method: 'PUT', path, handle: createSave(rooms, PUT), renderError: renderSettingsError },
    { method: 'PATCH', path, handle: createSave(rooms, PATCH), renderError: renderSettingsError },
  ];
}

function createSave(rooms: SaveRooms, method: SaveMethod): Handler {
  return async (request, response, context) => {
    const { gpiiToken = '' } = context.params;
    const { clientId, gpiiTokenHash, accessToken } = await authorizeRequest(rooms, request, context);
    const sent = await readPreferenceBody(request, method.mediaType);
    const { terms } = rooms.solutions.current();
    refuseInvalid(method.checkSent(sent, terms));
    const rights = await rooms.accessTokenCheck.findRights(accessToken);
    if (rights === undefined) throw unknownAccessToken();
    const isKnown = (await rooms.gpiiTokens.findState(gpiiTokenHash)) === 'known';
    const change = { before: {} as JsonValue, after: {} as JsonValue };
    const outcome = await rooms.changePreferences(gpiiTokenHash, (safe) => {
      checkMayCreate(rights, { safe, isKnown });
      change.before = flatViewOf(safe);
      change.after = combine(method, { rights, terms, stored: flatViewOf(safe), sent });
      if (safe?.readOnly === true) throw readOnlyPreferences(gpiiToken);
      return { readOnly: false, ...safe, preferences: { ...safe?.preferences, flat: change.after } };
    });
    if (outcome !== 'unchanged') {
      const entry = describeSave(gpiiTokenHash, isKnown ? 'saved' : 'added', change);
      const { clientAddress: address, requestId } = context;
      await rooms.audit.append({ actor: `client:${clientId}`, address, requestId }, entry);
    }
    sendJson(response, 200, { gpiiKey: gpiiToken, message: 'Successfully updated.' });
  };
}

interface Combination {
  readonly rights: ClientRights;
  readonly terms: TermSchemas;
  readonly stored: JsonObject;
  readonly sent: JsonValue;
}

function combine(method: SaveMethod, { rights, terms, stored, sent }: Combination): JsonValue {
  const result = method.combine(stored, sent);
  refuseInvalid(method.checkResult(result, stored, terms));
  checkAllowedTerms(rights, { sent, before: stored, after: result });
  if (Buffer.byteLength(JSON.stringify(result)) > SET_LIMIT_BYTES) throw tooLargePreferences(SET_LIMIT_BYTES);
  return result;
}

function flatViewOf(safe: PreferencesSafe | undefined): JsonObject {
  const flat = memberOf((safe?.preferences ?? {}) as JsonObject, 'flat');
  return isJsonObject(flat) ? flat : {};
}

/** What is wrong of a set and was not before: what an import brought in does not keep a person from changing something else. */
function findNewProblems(result: JsonValue, stored: JsonValue, terms: TermSchemas): readonly Problem[] {
  const nameOf = ({ dataPath, schemaPath }: Problem): string => JSON.stringify([dataPath, schemaPath]);
  const old = new Set(checkPreferenceSet(stored, terms).map(nameOf));
  const fresh = checkPreferenceSet(result, terms).filter((problem) => !old.has(nameOf(problem)));
  return fresh.slice(0, MAX_PROBLEMS);
}

function refuseInvalid(problems: readonly Problem[]): void {
  if (problems.length > 0) throw invalidPreferences(problems);
}
