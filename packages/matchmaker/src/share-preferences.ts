import { setMember } from './json.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { groupOf } from './preference-groups.ts';
import type { PreferenceContext, PreferenceSet } from './preference-set.ts';

/** What a web application gets of a preference set: contexts with their names and preferences, and nothing else. */
export interface SharedPreferences {
  readonly contexts: Readonly<Record<string, { readonly name?: JsonValue; readonly preferences: JsonObject }>>;
}

/**
 * Reduces a preference set to the groups that a person shares.
 *
 * Rule: a preference stays if its group is shared; an application's settings stay or go as a whole. Of a context only its
 * name stays besides, and a context in which nothing is shared is left out, because its name says something as well.
 *
 * @param groups - Ids of `PREFERENCE_GROUPS`, and of applications as `applicationGroup` gives them.
 */
export function sharePreferences({ contexts = {} }: PreferenceSet, groups: ReadonlySet<string>): SharedPreferences {
  const shared: Record<string, PreferenceContext> = {};
  for (const [name, context] of Object.entries(contexts)) {
    const preferences = pickShared(context.preferences, groups);
    if (Object.keys(preferences).length === 0) continue;
    setMember(shared, name, { ...(typeof context.name === 'string' && { name: context.name }), preferences });
  }
  return { contexts: shared };
}

function pickShared(preferences: JsonObject, groups: ReadonlySet<string>): JsonObject {
  const kept: JsonObject = {};
  for (const [term, value] of Object.entries(preferences)) {
    const group = groupOf(term);
    if (group !== undefined && groups.has(group)) setMember(kept, term, value);
  }
  return kept;
}
