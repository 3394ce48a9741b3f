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

/** Where the value of a setting was found. */
export type SettingOrigin = 'flag' | 'environment' | 'config' | 'default';

/** All settings as they come out, right or wrong. */
export interface SettledSettings<Fields extends Record<string, SettingSpec>> {
  /** Those that are wrong are left out. */
  readonly settings: SettingsOf<Fields>;
  /** Where each came from; none for what is optional and was not given, or is wrong. */
  readonly origins: ReadonlyMap<string, SettingOrigin>;
  readonly problems: readonly string[];
  /** Names of settings that are missing or wrong. */
  readonly wrong: ReadonlySet<string>;
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
  const { settings, problems } = settleSettings(definition, sources);
  if (problems.length > 0) throw new StartError(`Cannot start ${definition.service}:`, { problems });
  return settings;
}

/** The same, for who wants to show all of it: nothing is thrown. */
export function settleSettings<Fields extends Record<string, SettingSpec>>(
  definition: SettingsDefinition<Fields>,
  sources: SettingsSources,
): SettledSettings<Fields> {
  const problems: string[] = [...(sources.problems ?? [])];
  const values: Record<string, unknown> = {};
  const origins = new Map<string, SettingOrigin>();
  const wrong = new Set<string>();
  for (const [name, spec] of Object.entries(definition.fields)) {
    const found = findValue(definition, name, sources);
    if (found === undefined) {
      if (spec.default !== undefined) origins.set(name, 'default');
      else if (spec.optional !== true) {
        problems.push(missing(definition, name));
        wrong.add(name);
      }
      values[name] = spec.default;
      continue;
    }
    const parsed = spec.schema.safeParse(found.value);
    if (parsed.success) {
      values[name] = parsed.data;
      origins.set(name, found.origin);
    } else {
      problems.push(...parsed.error.issues.map((issue) => `${found.name}: ${issue.message}`));
      wrong.add(name);
    }
  }
  for (const name of Object.keys(sources.config)) {
    if (!Object.hasOwn(definition.fields, name)) problems.push(`settings.${name} (config): no such setting`);
  }
  const settings = Object.freeze(values) as SettingsOf<Fields>;
  if (wrong.size === 0) problems.push(...(definition.check?.(settings) ?? []));
  return { settings, origins, problems, wrong };
}

function findValue(
  definition: SettingsDefinition,
  name: string,
  { flags, env, config }: SettingsSources,
): { value: unknown; name: string; origin: SettingOrigin } | undefined {
  if (flags[name] !== undefined) return { value: flags[name], name: flagOf(name), origin: 'flag' };
  const envName = envNameOf(definition, name);
  if (env[envName] !== undefined && env[envName] !== '') {
    return { value: env[envName], name: envName, origin: 'environment' };
  }
  const fromConfig = Object.hasOwn(config, name) ? config[name] : undefined;
  if (fromConfig !== undefined && fromConfig !== null)
    return { value: fromConfig, name: `settings.${name} (config)`, origin: 'config' };
  return undefined;
}

function missing(definition: SettingsDefinition, name: string): string {
  return `${flagOf(name)} is needed (or ${envNameOf(definition, name)}, or settings.${name} in the config)`;
}
