import { preferencesOf } from '@gpii/gpii-files';
import type { JsonObject, JsonValue } from '@gpii/matchmaker';

/**
 * The terms whose values differ between two flat preference sets, in any context: changed, added or deleted.
 *
 * @returns Context name -> terms. Contexts in which nothing differs are left out.
 */
export function changedTerms(before: JsonValue, after: JsonValue): ReadonlyMap<string, readonly string[]> {
  const old = new Map(preferencesOf(before));
  const fresh = new Map(preferencesOf(after));
  const changed = new Map<string, readonly string[]>();
  for (const context of new Set([...old.keys(), ...fresh.keys()])) {
    const terms = differing(old.get(context) ?? {}, fresh.get(context) ?? {});
    if (terms.length > 0) changed.set(context, terms);
  }
  return changed;
}

function differing(before: JsonObject, after: JsonObject): string[] {
  const terms = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...terms].filter(
    (term) =>
      Object.hasOwn(before, term) !== Object.hasOwn(after, term) ||
      JSON.stringify(before[term]) !== JSON.stringify(after[term]),
  );
}
