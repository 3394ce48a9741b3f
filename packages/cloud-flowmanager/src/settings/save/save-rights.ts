import { preferencesOf } from '@gpii/gpii-files';
import type { PreferencesSafe } from '@gpii/credentials';
import type { JsonValue } from '@gpii/matchmaker';

import type { ClientRights } from '../access-token-check.ts';
import { changedTerms } from './changed-terms.ts';
import { notAllowed } from './save-refusals.ts';

/**
 * Refuses to create what the client may not create: a GPII token needs both rights, preferences for one that is known only the
 * right to those.
 *
 * @throws Refusal 401.
 */
export function checkMayCreate(
  { mayCreateGpiiTokens, mayCreatePreferences }: ClientRights,
  { safe, isKnown }: { safe: PreferencesSafe | undefined; isKnown: boolean },
): void {
  if (safe !== undefined) return;
  if (mayCreatePreferences && (isKnown || mayCreateGpiiTokens)) return;
  throw notAllowed(`the client may not create ${isKnown ? 'preferences' : 'GPII tokens'}.`);
}

/**
 * Refuses terms that the client may not write, in any context: those that the request names, and those that it would change without
 * naming them (by deleting a context).
 *
 * @throws Refusal 401.
 */
export function checkAllowedTerms(
  { allowedPrefsToWrite }: ClientRights,
  { sent, before, after }: { sent: JsonValue; before: JsonValue; after: JsonValue },
): void {
  if (allowedPrefsToWrite === undefined) return;
  const allowed = new Set(allowedPrefsToWrite);
  const named = preferencesOf(sent).flatMap(([, preferences]) => Object.keys(preferences));
  const changed = [...changedTerms(before, after).values()].flat();
  if ([...named, ...changed].every((term) => allowed.has(term))) return;
  throw notAllowed('the client may not write all of these preferences.');
}
