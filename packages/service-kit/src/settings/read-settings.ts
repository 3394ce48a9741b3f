import { StartError } from '../start-error.ts';
import { envNameOf, flagOf, type SettingSpec, type SettingsDefinition, type SettingsOf } from './define-settings.ts';

/** Where settings come from, strongest first. */
export interface SettingsSources {
  /** By name; values as they stood on the command line. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `settings` of the Kettle config. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Problems found before, reported together with those found here. */
  readonly problems?: readonly string[];
}

/**
 * Settles each setting: flag, then environment, then Kettle config, then default.
 *
 * @throws StartError (exit 78) that names all problems at once.
 */
export function readSettings<Fields extends Record<string, SettingSpec>>(
  definition: SettingsDefinition<Fields>,
  sources: SettingsSources,
): SettingsOf<Fields> {
  const problems: string[] = [...(sources.problems ?? [])];
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(definition.fields)) {
    const found = findValue(definition, name, sources);
    if (found === undefined) {
      if (spec.default === undefined && spec.optional !== true) problems.push(missing(definition, name));
      values[name] = spec.default;
      continue;
    }
    const parsed = spec.schema.safeParse(found.value);
    if (parsed.success) values[name] = parsed.data;
    else problems.push(...parsed.error.issues.map((issue) => `${found.origin}: ${issue.message}`));
  }
  for (const name of Object.keys(sources.config)) {
    if (!Object.hasOwn(definition.fields, name)) problems.push(`settings.${name} (config): no such setting`);
  }
  const settings = Object.freeze(values) as SettingsOf<Fields>;
  if (problems.length === 0) problems.push(...(definition.check?.(settings) ?? []));
  if (problems.length > 0) throw new StartError(`Cannot start ${definition.service}:`, { problems });
  return settings;
}

function findValue(
  definition: SettingsDefinition,
  name: string,
  { flags, env, config }: SettingsSources,
): { value: unknown; origin: string } | undefined {
  if (flags[name] !== undefined) return { value: flags[name], origin: flagOf(name) };
  const envName = envNameOf(definition, name);
  if (env[envName] !== undefined && env[envName] !== '') return { value: env[envName], origin: envName };
  const fromConfig = Object.hasOwn(config, name) ? config[name] : undefined;
  if (fromConfig !== undefined && fromConfig !== null)
    return { value: fromConfig, origin: `settings.${name} (config)` };
  return undefined;
}

function missing(definition: SettingsDefinition, name: string): string {
  return `${flagOf(name)} is needed (or ${envNameOf(definition, name)}, or settings.${name} in the config)`;
}
