import { isDeepStrictEqual } from 'node:util';
import type { SolutionInstructions } from '@gpii/device';

type Instructions = ReadonlyMap<string, SolutionInstructions>;

/**
 * The solutions that have to be set anew, over what is on, to get from one set of instructions to another.
 *
 * @returns undefined where that is not enough: a solution or a setting is gone, and what was there before it has to come back.
 */
export function whatIsDifferent(before: Instructions, after: Instructions): Instructions | undefined {
  for (const [id, old] of before) {
    const fresh = after.get(id);
    if (fresh === undefined || !hasAllOf(fresh, old)) return undefined;
  }
  return new Map([...after].filter(([id, fresh]) => !isDeepStrictEqual(fresh, before.get(id))));
}

function hasAllOf(fresh: SolutionInstructions, old: SolutionInstructions): boolean {
  return Object.entries(old.settingsHandlers).every(([name, { settings }]) => {
    const now = fresh.settingsHandlers[name]?.settings;
    return now !== undefined && Object.keys(settings).every((setting) => Object.hasOwn(now, setting));
  });
}
