import type { JsonObject, JsonValue } from '@gpii/matchmaker';
import { typeOfAction } from '../actions/action.ts';
import { switchTo } from '../launch/switch-to.ts';
import type { SolutionInstructions } from '../settings/solution-entry.ts';
import type { ComputerParts } from './computer-parts.ts';
import { planRunningCheck, planSolution, type PlannedStep } from './plan-solution.ts';

/** Results of actions, by the `name` that the registry gave them. */
export type ActionResults = Record<string, JsonValue>;

/** Does all steps of a solution, one after another. @param solution - Only what this computer can do. */
export async function applySolution(parts: ComputerParts, solution: SolutionInstructions): Promise<ActionResults> {
  const results: ActionResults = {};
  const states: boolean[] = [];
  for (const step of planRunningCheck(solution)) states.push(await isRunning(parts, solution, step, results));
  for (const step of planSolution(solution, states.includes(true))) await doStep(parts, solution, step, results);
  return results;
}

/** What an action says, or a launch handler. */
async function isRunning(
  parts: ComputerParts,
  solution: SolutionInstructions,
  step: PlannedStep,
  results: ActionResults,
): Promise<boolean> {
  if (step.kind === 'action') return (await doAction(parts, step, results)) === true;
  const entry = step.kind === 'launch' ? solution.launchHandlers[step.handler] : undefined;
  return (await parts.handlers.launch.get(entry?.type ?? '')?.isRunning(entry?.options ?? {})) === true;
}

async function doStep(
  parts: ComputerParts,
  solution: SolutionInstructions,
  step: PlannedStep,
  results: ActionResults,
): Promise<void> {
  switch (step.kind) {
    case 'settings':
      await doSettings(parts, solution.settingsHandlers[step.handler]);
      break;
    case 'launch':
      await doLaunch(parts, solution.launchHandlers[step.handler], step.running);
      break;
    case 'undoActions':
      await parts.journal.add({ actions: step.actions });
      break;
    case 'action':
      await doAction(parts, step, results);
  }
}

async function doSettings(
  { handlers, journal }: ComputerParts,
  entry: SolutionInstructions['settingsHandlers'][string] | undefined,
): Promise<void> {
  const handler = handlers.settings.get(entry?.type ?? '');
  if (entry === undefined || handler === undefined) return;
  const change = await handler.prepare({ options: entry.options ?? {}, settings: entry.settings });
  await journal.add({ settings: entry.type, before: change.before });
  await change.set();
}

async function doLaunch(
  { handlers, journal }: ComputerParts,
  entry: { readonly type: string; readonly options?: JsonObject } | undefined,
  running: boolean,
): Promise<void> {
  const handler = handlers.launch.get(entry?.type ?? '');
  if (entry === undefined || handler === undefined) return;
  const { type, options = {} } = entry;
  const wasRunning = await handler.isRunning(options);
  if (wasRunning === running) return;
  await journal.add({ launch: type, options, wasRunning });
  await switchTo(handler, options, running);
}

async function doAction(
  { handlers }: ComputerParts,
  { action, waits }: { action: JsonObject; waits: boolean },
  results: ActionResults,
): Promise<JsonValue> {
  const result = (await handlers.actions.get(typeOfAction(action))?.(action, { waits })) ?? null;
  if (typeof action.name === 'string') results[action.name] = result;
  return result;
}
