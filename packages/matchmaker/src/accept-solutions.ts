import type { CompiledSolution } from './compiled-registry.ts';
import type { Priorities } from './find-priorities.ts';
import { ISO_PATHS } from './iso-paths.ts';
import type { JsonObject } from './json.ts';

/**
 * Selects the solutions that serve a context.
 *
 * Rule: a solution is accepted if the context names it (it has a priority), or if the context has a common term that the
 * solution understands, that ISO 24751 knows, and whose value is a single one: text, number, true, false or null.
 *
 * So a list never selects a solution, and `…/enabled: false` does.
 *
 * @returns The accepted solutions in the order of `solutions`.
 * @see GPII-FORMATS §3.5b
 */
export function acceptSolutions(
  solutions: readonly CompiledSolution[],
  preferences: JsonObject,
  priorities: Priorities,
): CompiledSolution[] {
  const selectingTerms = Object.keys(preferences).filter(
    (term) => ISO_PATHS.has(term) && (typeof preferences[term] !== 'object' || preferences[term] === null),
  );
  return solutions.filter(
    ({ id, capabilities }) => priorities.has(id) || selectingTerms.some((term) => capabilities.has(term)),
  );
}
