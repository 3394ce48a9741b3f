import { isJsonObject, memberOf, type JsonObject } from '@gpii/matchmaker';
import type { SettingsAnswer } from '@gpii/protocol';
import type { SkippedStep } from './skipped-step.ts';
import {
  ACTION_NAMES,
  solutionEntrySchema,
  type ActionName,
  type SolutionEntry,
  type SolutionInstructions,
  type Step,
} from './solution-entry.ts';
import { toApplicationSettings, type TransformModel } from './to-application-settings.ts';

/** The lists of steps from which a handler without settings is taken. */
const ACTIONS_OF_SETTINGS: ReadonlySet<ActionName> = new Set(['update', 'configure', 'restore']);

const UNUSABLE_RULE = "The rule of the registry for it can't be used with what the person has.";

/** A registry entry that this computer can't use. */
export class EntryError extends Error {
  override readonly name = 'EntryError';
}

/**
 * What the cloud's answer means for this computer: per solution of one context the settings of its handlers, in the
 * order in which the cloud names the solutions.
 *
 * @param contextName - A context that the answer does not have gives nothing to do.
 * @param leaveOut - Is told of rules that could not be used, for example because of a value that they can't take.
 * @throws EntryError when an entry is not of the shape that registries have.
 * @see GPII-FORMATS §3b.3, §3b.4
 */
export function toInstructions(
  answer: SettingsAnswer,
  contextName: string,
  transform: TransformModel,
  leaveOut: (rule: SkippedStep) => void = () => undefined,
): ReadonlyMap<string, SolutionInstructions> {
  const contexts = answer.matchMakerOutput.inferredConfiguration;
  const context = Object.hasOwn(contexts, contextName) ? contexts[contextName] : undefined;
  const instructions = new Map<string, SolutionInstructions>();
  for (const [solutionId, { active, settings }] of Object.entries(context?.applications ?? {})) {
    if (!Object.hasOwn(answer.solutionsRegistryEntries, solutionId)) continue;
    const entry = parseEntry(solutionId, answer.solutionsRegistryEntries[solutionId]);
    const wanted = { solutionId, active, settings: settings as JsonObject };
    const toSettings: ToSettings = (handler) =>
      toApplicationSettings(wanted, handler, transform, (rule) => {
        leaveOut({ solution: solutionId, type: handler.type, setting: rule, why: UNUSABLE_RULE });
      });
    instructions.set(solutionId, toSolutionInstructions(wanted, entry, toSettings));
  }
  return instructions;
}

function parseEntry(solutionId: string, value: unknown): SolutionEntry {
  const parsed = solutionEntrySchema.safeParse(value);
  if (parsed.success) return parsed.data as unknown as SolutionEntry;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new EntryError(`The registry entry of ${solutionId} can't be used: ${problems.join('; ')}`);
}

type ToSettings = (handler: SolutionEntry['settingsHandlers'][string]) => JsonObject;

function toSolutionInstructions(
  wanted: { active: boolean; settings: JsonObject },
  entry: SolutionEntry,
  toSettings: ToSettings,
): SolutionInstructions {
  const unused = new Set<string>();
  const settingsHandlers: Record<string, SolutionInstructions['settingsHandlers'][string]> = {};
  for (const [name, handler] of Object.entries(entry.settingsHandlers)) {
    const settings = toSettings(handler);
    if (Object.keys(settings).length === 0) unused.add(`settings.${name}`);
    else settingsHandlers[name] = { ...handler, settings };
  }
  const launch = launchSettings(wanted.settings);
  const launchHandlers = Object.fromEntries(
    Object.entries(entry.launchHandlers).map(([name, handler]) => [name, { ...handler, settings: launch }]),
  );
  return { active: wanted.active, settingsHandlers, launchHandlers, ...withoutUnused(entry, unused) };
}

/** Whether the application should run: the last setting decides, by its value where it is one of `…/enabled`. */
function launchSettings(settings: JsonObject): JsonObject {
  const last = Object.keys(settings).at(-1);
  if (last === undefined) return {};
  return { running: last.endsWith('/enabled') ? (memberOf(settings, last) ?? false) : true };
}

function withoutUnused(entry: SolutionEntry, unused: ReadonlySet<string>): Partial<Record<ActionName, Step[]>> {
  const lists = ACTION_NAMES.flatMap((name) => {
    const steps = entry[name];
    if (steps === undefined) return [];
    const isKept = (step: Step) => isJsonObject(step) || !unused.has(step);
    return [[name, ACTIONS_OF_SETTINGS.has(name) ? steps.filter(isKept) : steps] as const];
  });
  return Object.fromEntries(lists);
}
