import type { z } from 'zod';

/** One setting: what it may be, and the words that `--help` shows. */
export interface SettingSpec<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  /** What it does, with its unit. One sentence. */
  readonly describe: string;
  /** What stands for its value in `--help`, e.g. `PORT`. */
  readonly placeholder: string;
  /** The value when nothing else is said. Left out: the setting is required, or absent when `optional`. */
  readonly default?: z.output<Schema>;
  readonly optional?: true;
}

/** The settings of a server, by name (camelCase). Flags, environment and config names are derived from the names. */
export interface SettingsDefinition<Fields extends Record<string, SettingSpec> = Record<string, SettingSpec>> {
  /** Name of the command, e.g. `gpii-cloud`. */
  readonly service: string;
  /** E.g. `GPII_CLOUD_`. */
  readonly envPrefix: string;
  readonly fields: Fields;
  /** What must hold between settings. Each problem is a sentence that begins with a flag. */
  check?(settings: SettingsOf<Fields>): readonly string[];
}

/** The values that a definition gives. */
export type SettingsOf<Fields extends Record<string, SettingSpec>> = {
  readonly [Name in keyof Fields]: Fields[Name] extends { optional: true }
    ? z.output<Fields[Name]['schema']> | undefined
    : z.output<Fields[Name]['schema']>;
};

/** Keeps the exact types of a definition's fields. */
export function defineSettings<const Fields extends Record<string, SettingSpec>>(
  definition: SettingsDefinition<Fields>,
): SettingsDefinition<Fields> {
  return definition;
}

/** `dataDir` → `--data-dir`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `dataDir` → `GPII_CLOUD_DATA_DIR`. */
export function envNameOf(definition: Pick<SettingsDefinition, 'envPrefix'>, name: string): string {
  return definition.envPrefix + name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
