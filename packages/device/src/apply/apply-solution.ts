import { memberOf, type JsonObject, type JsonValue } from '@gpii/matchmaker';
import { typeOfAction } from '../actions/action.ts';
import { HandlerError } from '../handlers/settings-handler.ts';
import { switchTo } from '../launch/switch-to.ts';
import type { SkippedStep } from '../settings/skipped-step.ts';
import type { SolutionInstructions } from '../settings/solution-entry.ts';
import type { ComputerParts } from './computer-parts.ts';
import { planRunningCheck, planSolution, type PlannedStep } from './plan-solution.ts';

/** Results of actions, by the `name` that the registry gave them. */
export type ActionResults = Record<string, JsonValue>;

/** A setting of an application that was changed. */
export interface ChangedSetting {
  readonly solution: string;
  readonly setting: string;
  /** Undefined where it had no value, or its handler does not say. */
  readonly old: JsonValue | undefined;
  readonly value: JsonValue;
}

/** What came of one solution. */
export interface AppliedSolution {
  readonly results: ActionResults;
  readonly changes: readonly ChangedSetting[];
  readonly skipped: readonly SkippedStep[];
}

/** Does all steps of a solution, one after another. @param solution - Only what this computer can do. */
export async function applySolution(
  parts: ComputerParts,
  id: string,
  solution: SolutionInstructions,
): Promise<AppliedSolution> {
  const results: ActionResults = {};
  const changes: ChangedSetting[] = [];
  const skipped: SkippedStep[] = [];
  const states: boolean[] = [];
  for (const step of planRunningCheck(solution)) states.push(await isRunning(parts, solution, step, results));
  for (const step of planSolution(solution, states.includes(true))) {
    if (step.kind === 'settings') {
      const done = await doSettings(parts, id, solution.settingsHandlers[step.handler]);
      changes.push(...done.changes);
      skipped.push(...done.skipped);
    } else if (step.kind === 'launch') {
      changes.push(...(await doLaunch(parts, id, solution.launchHandlers[step.handler], step.running)));
    } else await doStep(parts, step, results);
  }
  return { results, changes, skipped };
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
  step: Extract<PlannedStep, { kind: 'action' | 'undoActions' }>,
  results: ActionResults,
): Promise<void> {
  if (step.kind === 'action') await doAction(parts, step, results);
  else await parts.journal.add({ actions: step.actions });
}

async function doSettings(
  { handlers, journal }: ComputerParts,
  solution: string,
  entry: Pick<SolutionInstructions['settingsHandlers'][string], 'type' | 'options' | 'settings'> | undefined,
): Promise<Omit<AppliedSolution, 'results'>> {
  const handler = handlers.settings.get(entry?.type ?? '');
  if (entry === undefined || handler === undefined) return { changes: [], skipped: [] };
  const change = await handler.prepare({ options: entry.options ?? {}, settings: entry.settings });
  await journal.add({ settings: entry.type, before: change.before });
  await change.set();
  const { old = {} } = change;
  const refused = change.refused?.() ?? [];
  const names = new Set(refused.map(({ setting }) => setting));
  return {
    changes: Object.entries(entry.settings)
      .filter(([setting]) => !names.has(setting))
      .map(([setting, value]) => ({ solution, setting, old: memberOf(old, setting), value })),
    skipped: refused.map(({ setting, why }) => ({ solution, type: entry.type, setting, why })),
  };
}

/** @returns The setting that stands for it, where one does. @throws HandlerError, also when that setting is refused. */
async function doLaunch(
  parts: ComputerParts,
  solution: string,
  entry: { readonly type: string; readonly options?: JsonObject } | undefined,
  running: boolean,
): Promise<readonly ChangedSetting[]> {
  const handler = parts.handlers.launch.get(entry?.type ?? '');
  if (entry === undefined || handler === undefined) return [];
  const { type, options = {} } = entry;
  const setting = handler.runningSetting?.(options, running);
  if (setting !== undefined) {
    const { changes, skipped } = await doSettings(parts, solution, setting);
    if (skipped[0] !== undefined) throw new HandlerError(skipped[0].why);
    return changes;
  }
  const wasRunning = await handler.isRunning(options);
  if (wasRunning === running) return [];
  await parts.journal.add({ launch: type, options, wasRunning });
  await switchTo(handler, options, running);
  return [];
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
