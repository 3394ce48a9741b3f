import { isJsonObject } from '@gpii/matchmaker';
import type { ActionName, SolutionInstructions, Step } from '../settings/solution-entry.ts';

/** One thing to do for a solution. */
export type PlannedStep =
  | { readonly kind: 'settings'; readonly handler: string }
  | { readonly kind: 'launch'; readonly handler: string; readonly running: boolean };

/** Lists that a list may name. */
const NAMED_LISTS: ReadonlySet<string> = new Set(['start', 'stop', 'configure']);

/**
 * What to do for a solution, in this order, when it runs or does not run now.
 *
 * One that should not run (a person switched it off) is stopped when it runs, and left alone when not. Steps of a kind that
 * this version does not know, such as actions of their own, are left out.
 *
 * @see GPII-FORMATS §3b.5
 */
export function planSolution(solution: SolutionInstructions, isRunning: boolean): PlannedStep[] {
  const isWanted =
    solution.active && Object.values(solution.launchHandlers).every(({ settings }) => settings.running !== false);
  if (isRunning) return isWanted ? planAction(solution, 'update') : planActions(solution, ['stop', 'configure']);
  return isWanted ? planActions(solution, ['configure', 'start']) : [];
}

function planActions(solution: SolutionInstructions, names: readonly ActionName[]): PlannedStep[] {
  return names.flatMap((name) => planAction(solution, name));
}

function planAction(solution: SolutionInstructions, name: ActionName): PlannedStep[] {
  return stepsOf(solution, name).flatMap((step) => planStep(solution, step, name));
}

function stepsOf(solution: SolutionInstructions, name: ActionName): readonly Step[] {
  const listed = solution[name];
  if (listed !== undefined) return listed;
  if (name === 'configure' || name === 'restore') {
    return Object.keys(solution.settingsHandlers).map((handler) => `settings.${handler}`);
  }
  if (name === 'update') return isLive(solution) ? ['configure'] : ['stop', 'configure', 'start'];
  return Object.keys(solution.launchHandlers).map((handler) => `launchers.${handler}`);
}

/** Whether all that is set has an effect while the application runs. */
function isLive({ settingsHandlers }: SolutionInstructions): boolean {
  return Object.values(settingsHandlers).every(({ liveness }) => liveness === 'live');
}

function planStep(solution: SolutionInstructions, step: Step, name: ActionName): PlannedStep[] {
  if (isJsonObject(step)) return [];
  if (name === 'update' && NAMED_LISTS.has(step)) return planAction(solution, step as ActionName);
  const [, kind, handler = ''] = /^(settings|launchers)\.(.*)$/s.exec(step) ?? [];
  if (kind === 'settings' && Object.hasOwn(solution.settingsHandlers, handler)) return [{ kind, handler }];
  if (kind === 'launchers' && Object.hasOwn(solution.launchHandlers, handler)) {
    return [{ kind: 'launch', handler, running: name === 'start' }];
  }
  return [];
}
