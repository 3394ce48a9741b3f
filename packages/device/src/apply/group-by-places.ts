import type { Handlers } from '../handlers/built-in-handlers.ts';
import { isJsonObject } from '@gpii/matchmaker';
import { ACTION_NAMES, type SolutionInstructions } from '../settings/solution-entry.ts';

/** A solution of the instructions, with only what this computer can do. */
export interface UsableSolution {
  readonly id: string;
  readonly usable: SolutionInstructions;
}

/** All that does not say what it changes: programs, actions, handlers of a platform build. */
const ELSEWHERE = 'elsewhere';

/**
 * Solutions that change the same place come into one group, in their order; groups have no place in common.
 *
 * @throws HandlerError when options do not say which place.
 */
export function groupByPlaces(solutions: readonly UsableSolution[], handlers: Handlers): UsableSolution[][] {
  let groups: { places: Set<string>; solutions: UsableSolution[] }[] = [];
  for (const solution of solutions) {
    const places = placesOf(solution.usable, handlers);
    const sharing = groups.filter((group) => [...places].some((place) => group.places.has(place)));
    groups = groups.filter((group) => !sharing.includes(group));
    groups.push({
      places: new Set([...sharing.flatMap((group) => [...group.places]), ...places]),
      solutions: [...sharing.flatMap((group) => group.solutions), solution],
    });
  }
  const positions = new Map(solutions.map((solution, position) => [solution, position]));
  const position = (solution: UsableSolution) => positions.get(solution) ?? 0;
  return groups.map((group) => group.solutions.toSorted((one, other) => position(one) - position(other)));
}

function placesOf(solution: SolutionInstructions, { settings, launch }: Handlers): Set<string> {
  const inSettings = Object.values(solution.settingsHandlers).map(
    ({ type, options = {} }) => settings.get(type)?.placeOf?.(options) ?? ELSEWHERE,
  );
  const inLaunch = Object.values(solution.launchHandlers).map(
    ({ type, options = {} }) => launch.get(type)?.placeOf?.(options) ?? ELSEWHERE,
  );
  const hasActions = ACTION_NAMES.some((name) => solution[name]?.some(isJsonObject));
  return new Set([...inSettings, ...inLaunch, ...(hasActions ? [ELSEWHERE] : [])]);
}
