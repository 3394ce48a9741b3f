import { z } from 'zod';
import type { JsonObject } from '@gpii/matchmaker';

const jsonObjectSchema = z.record(z.string(), z.unknown()) as unknown as z.ZodType<JsonObject>;
const stepsSchema = z.array(z.union([z.string(), jsonObjectSchema]));

const settingsHandlerSchema = z.looseObject({
  type: z.string(),
  liveness: z.string().optional(),
  options: jsonObjectSchema.optional(),
  supportedSettings: jsonObjectSchema.optional(),
  capabilities: z.array(z.string()).optional(),
  capabilitiesTransformations: jsonObjectSchema.optional(),
});

const launchHandlerSchema = z.looseObject({ type: z.string(), options: jsonObjectSchema.optional() });

/** The names under which a registry entry may list its steps. */
export const ACTION_NAMES = ['isRunning', 'start', 'stop', 'configure', 'update', 'restore'] as const;

/** A list of steps of a registry entry. */
export type ActionName = (typeof ACTION_NAMES)[number];

/** An entry of a solutions registry, as far as this computer acts on it. Other members are kept and not looked at. */
export const solutionEntrySchema = z.looseObject({
  settingsHandlers: z.record(z.string(), settingsHandlerSchema).default({}),
  launchHandlers: z.record(z.string(), launchHandlerSchema).default({}),
  ...Object.fromEntries(ACTION_NAMES.map((name) => [name, stepsSchema.optional()])),
});

/** A parsed registry entry. */
export interface SolutionEntry extends Partial<Record<ActionName, Step[]>> {
  readonly settingsHandlers: Readonly<Record<string, SettingsHandlerEntry>>;
  readonly launchHandlers: Readonly<Record<string, LaunchHandlerEntry>>;
}

/** One step: `settings.NAME`, `launchers.NAME`, the name of another list, or an action of its own. */
export type Step = string | JsonObject;

/** A settings handler of an entry. */
export interface SettingsHandlerEntry {
  readonly type: string;
  readonly liveness?: string;
  readonly options?: JsonObject;
  readonly supportedSettings?: JsonObject;
  readonly capabilities?: string[];
  readonly capabilitiesTransformations?: JsonObject;
}

/** A launch handler of an entry. */
export interface LaunchHandlerEntry {
  readonly type: string;
  readonly options?: JsonObject;
}

/** What a person's preferences make of an entry: handlers hold settings of the application itself. */
export interface SolutionInstructions extends Partial<Record<ActionName, Step[]>> {
  readonly active: boolean;
  readonly settingsHandlers: Readonly<Record<string, SettingsHandlerEntry & { readonly settings: JsonObject }>>;
  readonly launchHandlers: Readonly<Record<string, LaunchHandlerEntry & { readonly settings: JsonObject }>>;
}
