import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '@gpii/matchmaker';
import type { Handlers } from '../handlers/built-in-handlers.ts';
import { expandVariables, type Environment } from '../handlers/expand-variables.ts';
import { HandlerError } from '../handlers/settings-handler.ts';
import type { LaunchHandler } from '../launch/launch-handler.ts';
import type { Journal, JournalStep } from '../journal/journal.ts';
import type { SolutionInstructions } from '../settings/solution-entry.ts';
import { planSolution, type PlannedStep } from './plan-solution.ts';

/** How often, and how long, it is looked whether an application that was told to stop has stopped. */
const POLL_MS = 50;
const STOP_DEADLINE_MS = 5000;

/** What a computer needs to be changed. */
export interface ComputerParts {
  readonly handlers: Handlers;
  readonly journal: Journal;
  readonly environment: Environment;
}

/** A kind of settings or launch that this computer has no handler for: the rest is applied without it. */
export interface SkippedStep {
  readonly solution: string;
  readonly type: string;
}

/** What could not be put back: it stays in the journal, and is tried again at the next undo. */
export class UndoError extends AggregateError {
  override readonly name = 'UndoError';
}

/**
 * Changes the computer as the instructions say, solution by solution. Each step is in the journal before it is made.
 *
 * @returns What was left out.
 * @throws What the handler threw that failed; all that was done before is undone.
 * @throws UndoError when that did not work out either.
 */
export async function applyInstructions(
  parts: ComputerParts,
  instructions: ReadonlyMap<string, SolutionInstructions>,
): Promise<readonly SkippedStep[]> {
  const skipped: SkippedStep[] = [];
  try {
    for (const [id, solution] of instructions) {
      const usable = withoutUnknown(parts.handlers, id, solution, skipped);
      for (const step of planSolution(usable, await isSolutionRunning(parts, usable)))
        await doStep(parts, usable, step);
    }
  } catch (error) {
    await undoAll(parts);
    throw error;
  }
  return skipped;
}

/**
 * Undoes all that is in the journal, the last change first, and closes it. One that fails does not stop the others.
 *
 * @throws UndoError
 */
export async function undoAll({ handlers, journal }: ComputerParts): Promise<void> {
  const failures: unknown[] = [];
  for (const step of journal.steps().toReversed()) {
    try {
      await undoStep(handlers, step);
      await journal.drop(step);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new UndoError(failures, 'Not everything could be put back.');
  await journal.close();
}

function withoutUnknown(
  { settings, launch }: Handlers,
  solution: string,
  instructions: SolutionInstructions,
  skipped: SkippedStep[],
): SolutionInstructions {
  const known = <T extends { type: string }>(all: Readonly<Record<string, T>>, types: ReadonlyMap<string, unknown>) => {
    const entries = Object.entries(all);
    skipped.push(...entries.filter(([, { type }]) => !types.has(type)).map(([, { type }]) => ({ solution, type })));
    return Object.fromEntries(entries.filter(([, { type }]) => types.has(type)));
  };
  return {
    ...instructions,
    settingsHandlers: known(instructions.settingsHandlers, settings),
    launchHandlers: known(instructions.launchHandlers, launch),
  };
}

/** One that nothing can start does not run. */
async function isSolutionRunning(
  { handlers, environment }: ComputerParts,
  { launchHandlers }: SolutionInstructions,
): Promise<boolean> {
  const states = Object.values(launchHandlers).map(
    async ({ type, options = {} }) => await handlers.launch.get(type)?.isRunning(expandVariables(options, environment)),
  );
  return (await Promise.all(states)).includes(true);
}

async function doStep(parts: ComputerParts, solution: SolutionInstructions, step: PlannedStep): Promise<void> {
  if (step.kind === 'settings') await doSettings(parts, solution.settingsHandlers[step.handler]);
  else await doLaunch(parts, solution.launchHandlers[step.handler], step.running);
}

async function doSettings(
  { handlers, journal, environment }: ComputerParts,
  entry: SolutionInstructions['settingsHandlers'][string] | undefined,
): Promise<void> {
  const handler = handlers.settings.get(entry?.type ?? '');
  if (entry === undefined || handler === undefined) return;
  const options = expandVariables(entry.options ?? {}, environment);
  const change = await handler.prepare({ options, settings: entry.settings });
  await journal.add({ settings: entry.type, before: change.before });
  await change.set();
}

async function doLaunch(
  { handlers, journal, environment }: ComputerParts,
  entry: { readonly type: string; readonly options?: JsonObject } | undefined,
  running: boolean,
): Promise<void> {
  const handler = handlers.launch.get(entry?.type ?? '');
  if (entry === undefined || handler === undefined) return;
  const options = expandVariables(entry.options ?? {}, environment);
  const wasRunning = await handler.isRunning(options);
  if (wasRunning === running) return;
  await journal.add({ launch: entry.type, options, wasRunning });
  await switchTo(handler, options, running);
}

async function undoStep({ settings, launch }: Handlers, step: JournalStep): Promise<void> {
  if ('settings' in step) {
    await required(settings.get(step.settings), step.settings).restore(step.before);
    return;
  }
  const handler = required(launch.get(step.launch), step.launch);
  if ((await handler.isRunning(step.options)) === step.wasRunning) return;
  await switchTo(handler, step.options, step.wasRunning);
}

/** An application may take a while to end, and would not start again before that. */
async function switchTo(handler: LaunchHandler, options: JsonObject, running: boolean): Promise<void> {
  if (running) {
    await handler.start(options);
    return;
  }
  await handler.stop(options);
  for (let waitedMs = 0; await handler.isRunning(options); waitedMs += POLL_MS) {
    if (waitedMs >= STOP_DEADLINE_MS) throw new HandlerError('An application did not stop in time.');
    await sleep(POLL_MS);
  }
}

function required<T>(handler: T | undefined, type: string): T {
  if (handler === undefined) throw new Error(`This computer no longer has the handler ${type}.`);
  return handler;
}
