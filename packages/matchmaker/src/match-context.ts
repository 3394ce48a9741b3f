import { acceptSolutions } from './accept-solutions.ts';
import type { CompiledSolution } from './compiled-registry.ts';
import { findPriorities } from './find-priorities.ts';
import type { JsonObject } from './json.ts';
import { keepOnePerFunction } from './keep-one-per-function.ts';
import type { PreferenceContext } from './preference-set.ts';
import { selectSettings } from './select-settings.ts';

/** One solution that serves a context, with the settings it gets there. */
export interface MatchedSolution {
  readonly solution: CompiledSolution;
  readonly settings: JsonObject;
}

/**
 * Matches one context with the solutions of a computer.
 *
 * Rule: each context is matched for itself. Its solutions are ranked, accepted, reduced to one per function, and each gets
 * its settings.
 *
 * @returns The solutions that serve the context, in registry order.
 * @see GPII-FORMATS §3.5
 */
export function matchContext(context: PreferenceContext, solutions: readonly CompiledSolution[]): MatchedSolution[] {
  const priorities = findPriorities(solutions, context);
  const accepted = acceptSolutions(solutions, context.preferences, priorities);
  return keepOnePerFunction(solutions, accepted, priorities).map((solution) => ({
    solution,
    settings: selectSettings(context.preferences, solution),
  }));
}
