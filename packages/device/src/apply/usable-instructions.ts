import { isJsonObject, type JsonObject } from '@gpii/matchmaker';
import { typeOfAction } from '../actions/action.ts';
import type { Handlers } from '../handlers/built-in-handlers.ts';
import { expandVariables, ForeignVariableError, type Environment } from '../handlers/expand-variables.ts';
import { ACTION_NAMES, type SolutionInstructions, type Step } from '../settings/solution-entry.ts';
import { limitSettings } from './limit-settings.ts';
import type { SkippedStep } from '../settings/skipped-step.ts';
import type { ComputerParts } from './computer-parts.ts';

/** A handler or action of a registry entry. */
interface Typed {
  readonly type: string;
  readonly options?: JsonObject;
}

type Skip = (step: Omit<SkippedStep, 'solution'>) => void;

/**
 * The instructions without what this computer can't do, and with variables put into all options.
 *
 * @throws HandlerError when an environment variable is not set, or there are too many settings.
 */
export function usableInstructions(
  { handlers, environment }: Pick<ComputerParts, 'handlers' | 'environment'>,
  solution: string,
  instructions: SolutionInstructions,
): { usable: SolutionInstructions; skipped: readonly SkippedStep[] } {
  const skipped: SkippedStep[] = [];
  const skip: Skip = (step) => skipped.push({ solution, ...step });
  const { settings, launch, actions } = handlers;
  const lists = ACTION_NAMES.flatMap((name) => {
    const steps = instructions[name]?.flatMap((step) => usableStep(step, { actions, environment, skip }));
    return steps === undefined ? [] : [[name, steps] as const];
  });
  const settingsHandlers = keepUsable(
    limitSettings(solution, instructions.settingsHandlers, skip),
    skip,
    ({ type, options = {} }) => {
      const handler = settings.get(type);
      return handler && expandVariables(without(options, handler.unusedOptions ?? []), environment);
    },
  );
  const launchHandlers = keepUsable(instructions.launchHandlers, skip, ({ type, options = {} }) => {
    const expanded = launch.has(type) ? expandVariables(options, environment) : undefined;
    const missing = expanded === undefined ? [] : (launch.get(type)?.missingActions?.(expanded) ?? []);
    for (const action of missing) skip({ type: action });
    return missing.length > 0 ? 'skipped' : expanded;
  });
  return { usable: { ...instructions, settingsHandlers, launchHandlers, ...Object.fromEntries(lists) }, skipped };
}

/** @param expand - Gives the options; undefined for a type that nobody handles. */
function keepUsable<T extends Typed>(
  entries: Readonly<Record<string, T>>,
  skip: Skip,
  expand: (entry: T) => JsonObject | 'skipped' | undefined,
): Record<string, T> {
  const kept = Object.entries(entries).flatMap(([name, entry]) => {
    const options = unlessForeign(entry.type, skip, () => expand(entry));
    if (options === undefined) skip({ type: entry.type });
    return isJsonObject(options) ? [[name, { ...entry, options }] as const] : [];
  });
  return Object.fromEntries(kept);
}

function usableStep(
  step: Step,
  { actions, environment, skip }: { actions: Handlers['actions']; environment: Environment; skip: Skip },
): Step[] {
  if (!isJsonObject(step)) return [step];
  const type = typeOfAction(step);
  const usable = unlessForeign(type, skip, () => (actions.has(type) ? expandVariables(step, environment) : undefined));
  if (usable === undefined) skip({ type });
  return isJsonObject(usable) ? [usable] : [];
}

function unlessForeign<T>(type: string, skip: Skip, expand: () => T): T | 'skipped' {
  try {
    return expand();
  } catch (error) {
    if (!(error instanceof ForeignVariableError)) throw error;
    skip({ type, variable: error.message });
    return 'skipped';
  }
}

function without(options: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !names.includes(name)));
}
