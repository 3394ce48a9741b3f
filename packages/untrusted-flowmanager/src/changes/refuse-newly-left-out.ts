import { isDeepStrictEqual } from 'node:util';
import { HandlerError, type SkippedStep, type SolutionInstructions } from '@gpii/device';
import { memberOf } from '@gpii/matchmaker';

/** What was asked of this computer, and what of that it did not take. */
export interface Asked {
  readonly solutions: ReadonlyMap<string, SolutionInstructions>;
  readonly leftOut: readonly SkippedStep[];
}

/** @throws HandlerError for a value that was not left out before: who changed it would else think that it is on. */
export function refuseNewlyLeftOut(before: Asked, now: Asked): void {
  const isOld = (step: SkippedStep) =>
    before.leftOut.some((old) => isDeepStrictEqual(old, step)) &&
    isDeepStrictEqual(valuesOf(before.solutions, step), valuesOf(now.solutions, step));
  const fresh = now.leftOut.find((step) => step.setting !== undefined && !isOld(step));
  if (fresh !== undefined) throw new HandlerError(fresh.why ?? 'The computer does not take this value.');
}

function valuesOf(solutions: Asked['solutions'], { solution, type, setting = '' }: SkippedStep): unknown[] {
  const handlers = Object.values(solutions.get(solution)?.settingsHandlers ?? {});
  return handlers.filter((handler) => handler.type === type).map(({ settings }) => memberOf(settings, setting));
}
