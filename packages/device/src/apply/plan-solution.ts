import { isJsonObject, type JsonObject } from '@gpii/matchmaker';
import type { ActionName, SolutionInstructions, Step } from '../settings/solution-entry.ts';

/** One thing to do for a solution. */
export type PlannedStep =
  | { readonly kind: 'settings'; readonly handler: string }
  | { readonly kind: 'launch'; readonly handler: string; readonly running: boolean }
  /** `waits`: see `ActionHow`. */
  | { readonly kind: 'action'; readonly action: JsonObject; readonly waits: boolean }
  /** Does nothing now: these are done when all that follows is undone. */
  | { readonly kind: 'undoActions'; readonly actions: readonly JsonObject[] };

/** Lists that a list may name. */
const NAMED_LISTS: ReadonlySet<string> = new Set(['start', 'stop', 'configure']);

/** The list that takes back what a list does: its own actions have to be done at undo. */
const INVERSE: Readonly<Partial<Record<ActionName, ActionName>>> = {
  configure: 'restore',
  start: 'stop',
  stop: 'start',
  update: 'update',
};

/**
 * What to do for a solution, in this order, when it runs or does not run now.
 *
 * One that should not run (a person switched it off) is stopped when it runs, and left alone when not.
 *
 * @see GPII-FORMATS §3b.5
 */
export function planSolution(solution: SolutionInstructions, isRunning: boolean): PlannedStep[] {
  const isWanted =
    solution.active && Object.values(solution.launchHandlers).every(({ settings }) => settings.running !== false);
  if (isRunning) return isWanted ? planAction(solution, 'update') : planActions(solution, ['stop', 'configure']);
  return isWanted ? planActions(solution, ['configure', 'start']) : [];
}

/** What tells whether a solution runs: one of them is enough. */
export function planRunningCheck(solution: SolutionInstructions): PlannedStep[] {
  return stepsOf(solution, 'isRunning').flatMap((step) => planStep(solution, step, 'isRunning'));
}

function planActions(solution: SolutionInstructions, names: readonly ActionName[]): PlannedStep[] {
  return names.flatMap((name) => planAction(solution, name));
}

function planAction(solution: SolutionInstructions, name: ActionName): PlannedStep[] {
  const steps = stepsOf(solution, name).flatMap((step) => planStep(solution, step, name));
  const inverse = INVERSE[name];
  const undo = inverse === undefined ? [] : stepsOf(solution, inverse);
  if (steps.length === 0 || !undo.some(isJsonObject)) return steps;
  // Undoing goes backwards: what the list has behind its last handler comes first here.
  const middle = undo.findLastIndex((step) => typeof step === 'string') + 1;
  return [...undoActions(undo.slice(middle)), ...steps, ...undoActions(undo.slice(0, middle))];
}

function undoActions(steps: readonly Step[]): PlannedStep[] {
  const actions = steps.filter(isJsonObject);
  return actions.length === 0 ? [] : [{ kind: 'undoActions', actions }];
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
  // What a start leaves running has no end to wait for.
  if (isJsonObject(step)) return [{ kind: 'action', action: step, waits: name !== 'start' }];
  if (name === 'update' && NAMED_LISTS.has(step)) return planAction(solution, step as ActionName);
  const [, kind, handler = ''] = /^(settings|launchers)\.(.*)$/s.exec(step) ?? [];
  if (kind === 'settings' && Object.hasOwn(solution.settingsHandlers, handler)) return [{ kind, handler }];
  if (kind === 'launchers' && Object.hasOwn(solution.launchHandlers, handler)) {
    return [{ kind: 'launch', handler, running: name === 'start' }];
  }
  return [];
}
