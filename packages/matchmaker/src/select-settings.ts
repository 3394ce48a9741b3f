import type { CompiledSolution } from './compiled-registry.ts';
import { isJsonObject, memberOf, setMember } from './json.ts';
import type { JsonObject } from './json.ts';
import { isCommonTerm } from './terms.ts';

/**
 * Selects from a context's preferences those that one solution gets.
 *
 * Rule: a solution gets the common terms that it understands and its own block of settings. Common terms inside its own
 * block count as if they stood at the top, over the value there, and leave the block. Values are the person's, unchanged.
 *
 * Quirk, kept: "its own block" is every application term that *begins* with the solution's, so `…desktopBackground` also
 * gets the block of `…desktopBackgroundColor`.
 *
 * @see GPII-FORMATS §3.5d
 */
export function selectSettings(preferences: JsonObject, solution: CompiledSolution): JsonObject {
  const { applicationTerm, capabilities } = solution;
  const settings: JsonObject = {};
  for (const [term, value] of Object.entries(preferences)) {
    if (isCommonTerm(term) ? capabilities.has(term) : term.startsWith(applicationTerm)) {
      settings[term] = value;
    }
  }
  const ownBlock = memberOf(preferences, applicationTerm);
  if (isJsonObject(ownBlock)) {
    const remaining: JsonObject = {};
    for (const [term, value] of Object.entries(ownBlock)) {
      if (!isCommonTerm(term)) {
        setMember(remaining, term, value);
      } else if (capabilities.has(term)) {
        settings[term] = value;
      }
    }
    settings[applicationTerm] = remaining;
  }
  return settings;
}
