import { memberOf, mergeObjects } from './json.ts';
import type { JsonValue } from './json.ts';
import type { PreferenceContext } from './preference-set.ts';

/**
 * Merges two views of the same context into one.
 *
 * Rule: preferences are merged member by member at every depth and the later view wins; metadata lists are joined; every
 * other member (the context's name, its priority) stays as the earlier view has it.
 *
 * @see GPII-FORMATS §3.2
 */
export function mergeContexts(earlier: PreferenceContext, later: PreferenceContext): PreferenceContext {
  const metadata = joinLists(memberOf(earlier, 'metadata'), memberOf(later, 'metadata'));
  return {
    ...earlier,
    preferences: mergeObjects(earlier.preferences, later.preferences),
    ...(metadata !== undefined && { metadata }),
  };
}

/** Two metadata lists, one after the other. Where one of the two is no list, the earlier value stands. */
export function joinLists(earlier: JsonValue | undefined, later: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(earlier) && Array.isArray(later)) {
    return [...earlier, ...later];
  }
  return earlier === undefined ? later : earlier;
}
