import type { CompiledRegistry, CompiledSolution } from './compiled-registry.ts';
import { filterPreferences } from './filter-preferences.ts';
import { findInstalledSolutions } from './find-installed-solutions.ts';
import { setMember } from './json.ts';
import type { JsonObject } from './json.ts';
import { matchContext } from './match-context.ts';
import type { MatchedSolution } from './match-context.ts';
import type { DeviceReport } from './parse-device.ts';
import type { PreferenceSet } from './preference-set.ts';

/** Whom to match with what. */
export interface MatchInput {
  /** From `toFlatPreferenceSet`; `{}` for a person of whom nothing is stored. */
  readonly preferences: PreferenceSet;
  /** From `parseDevice`. */
  readonly device: DeviceReport;
  /** From `compileRegistry`. */
  readonly registry: CompiledRegistry;
}

/** What a computer gets to know about a person, and what it shall do with it. */
export interface MatchResult {
  /** The preference set, reduced to what this computer has a use for. */
  readonly preferences: PreferenceSet;
  /** Every solution that the computer has and the registry knows, in registry order, whether it serves the person or not. */
  readonly solutions: readonly CompiledSolution[];
  /** Per context the solutions that serve the person. */
  readonly inferredConfiguration: InferredConfiguration;
}

/** Context name -> what is to be done in this context. */
export type InferredConfiguration = Record<string, ContextConfiguration>;

/** Solution id -> its settings. Solutions that do not serve the context are absent. */
export interface ContextConfiguration {
  applications: Record<string, ApplicationConfiguration>;
}

/** What one solution gets in one context. */
export interface ApplicationConfiguration {
  active: true;
  /** Common terms, and the solution's own block under its application term. Nothing is transformed. */
  settings: JsonObject;
}

/**
 * Matches a person's preferences with a computer: which of its solutions serve the person, with which settings.
 *
 * Pure: no input is changed, and the result shares values with the inputs, so treat it as read-only.
 *
 * @see GPII-FORMATS §3.3 to §3.6
 */
export function matchPreferences({ preferences, device, registry }: MatchInput): MatchResult {
  const solutions = findInstalledSolutions(device, registry);
  const matches = new Map<string, readonly MatchedSolution[]>();
  for (const [name, context] of Object.entries(preferences.contexts ?? {})) {
    matches.set(name, matchContext(context, solutions));
  }
  return {
    preferences: filterPreferences(preferences, matches.values()),
    solutions,
    inferredConfiguration: configure(matches),
  };
}

function configure(matches: ReadonlyMap<string, readonly MatchedSolution[]>): InferredConfiguration {
  const configuration: InferredConfiguration = {};
  for (const [name, match] of matches) {
    const applications: Record<string, ApplicationConfiguration> = {};
    for (const { solution, settings } of match) {
      setMember(applications, solution.id, { active: true, settings });
    }
    setMember(configuration, name, { applications });
  }
  return configuration;
}
