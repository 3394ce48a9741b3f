import { isJsonObject, setMember } from './json.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { MatchedSolution } from './match-context.ts';
import type { PreferenceContext, PreferenceSet } from './preference-set.ts';
import { isApplicationTerm, isCommonTerm } from './terms.ts';

/** Term -> `true` for a common term, the settings that stay for an application term. */
type AllowedTerms = ReadonlyMap<string, JsonValue>;

/**
 * Reduces a preference set to what the computer has a use for, so that no computer gets more of a person's preferences.
 *
 * Rule: in every context those common terms stay that a matched solution gets in any context, and those members of
 * application blocks that the application gets. Names and metadata stay in full.
 *
 * Quirk, kept: where several contexts have a block for one application, the last one decides which members stay in all.
 *
 * @param matches - Per context in the order of the set: what `matchContext` gave.
 * @see GPII-FORMATS §3.6
 */
export function filterPreferences(
  preferences: PreferenceSet,
  matches: Iterable<readonly MatchedSolution[]>,
): PreferenceSet {
  if (preferences.contexts === undefined) {
    return { ...preferences };
  }
  const allowed = findAllowedTerms(matches);
  const contexts: Record<string, PreferenceContext> = {};
  for (const [name, context] of Object.entries(preferences.contexts)) {
    setMember(contexts, name, { ...context, preferences: filterTerms(context.preferences, allowed) });
  }
  return { ...preferences, contexts };
}

function findAllowedTerms(matches: Iterable<readonly MatchedSolution[]>): AllowedTerms {
  const allowed = new Map<string, JsonValue>();
  for (const match of matches) {
    for (const { solution, settings } of match) {
      allowed.set(solution.applicationTerm, {});
      for (const [term, value] of Object.entries(settings)) {
        allowed.set(term, isApplicationTerm(term) ? value : true);
      }
    }
  }
  return allowed;
}

function filterTerms(preferences: JsonObject, allowed: AllowedTerms): JsonObject {
  const kept: JsonObject = {};
  for (const [term, value] of Object.entries(preferences)) {
    if (allowed.has(term)) {
      setMember(kept, term, isApplicationTerm(term) ? filterBlock(value, allowed.get(term), allowed) : value);
    }
  }
  return kept;
}

function filterBlock(block: JsonValue, allowedBlock: JsonValue | undefined, allowed: AllowedTerms): JsonValue {
  if (!isJsonObject(block)) {
    return block;
  }
  const kept: JsonObject = {};
  for (const [member, value] of Object.entries(block)) {
    const isAllowedCommonTerm = isCommonTerm(member) && allowed.has(member);
    if (isAllowedCommonTerm || (isJsonObject(allowedBlock) && Object.hasOwn(allowedBlock, member))) {
      setMember(kept, member, value);
    }
  }
  return kept;
}
