import { setFlagsFromString } from 'node:v8';
import type { Component } from './kettle/kettle-types.ts';
import { createComponent } from './kettle/grades.ts';
import { loadServiceConfig, sentenceOf } from './kettle/load-config.ts';
import { createLogger, type Logger } from './logger.ts';
import { readSettings, settleSettings, type SettingsSources, type SettledSettings } from './settings/read-settings.ts';
import type { SettingSpec, SettingsDefinition, SettingsOf } from './settings/define-settings.ts';
import { StartError } from './start-error.ts';
import { stopOnSignals } from './stop-on-signals.ts';

/** What the `start` method of a service grade gets. */
export interface ServiceContext<Settings> {
  readonly settings: Settings;
  readonly logger: Logger;
}

/** What the `start` method of a service grade gives back, once all its listeners are up. */
export interface RunningService {
  /** Members of the listening line besides `event` and `service`: `url`, and further addresses. */
  readonly addresses: { readonly url: string } & Readonly<Record<string, string>>;
  /** Ends everything that it began: listeners drained within the deadline, stores closed. */
  stop(deadlineMs: number): Promise<void>;
}

/** The component that a service's config builds: its grade has a `start` method. */
export interface ServiceComponent<Settings> extends Component {
  start(context: ServiceContext<Settings>): Promise<RunningService>;
  /** Looks at the components that the config named, for `config check`. @throws StartError */
  checkParts?(): void;
}

/** A service: its settings, the grade that its config builds, the config when `--config` names no other. */
export interface ServiceDefinition<Fields extends Record<string, SettingSpec>> {
  readonly settings: SettingsDefinition<Fields>;
  readonly gradeName: string;
  readonly defaultConfig: string;
  /** What `config check` looks at besides the settings and the config: files, folders. */
  readonly checks?: readonly StartCheck<SettingsOf<Fields>>[];
}

/** Finds out, without listening, whether something that a start needs is there. */
export interface StartCheck<Settings> {
  /** Settings without which it makes no sense. */
  readonly needs: readonly (keyof Settings & string)[];
  /** @returns Problems, each a sentence. A StartError becomes one. */
  run(settings: Settings): Promise<readonly string[]> | readonly string[];
}

/** What the command line said. */
export interface ServiceArguments {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly config: string | undefined;
  readonly problems?: readonly string[];
}

/**
 * Runs a service until it is told to stop: settings, component tree, listeners, the listening line, signals.
 *
 * @throws StartError when it cannot start.
 */
export async function runService<Fields extends Record<string, SettingSpec>>(
  definition: ServiceDefinition<Fields>,
  { flags, config, problems = [] }: ServiceArguments,
): Promise<void> {
  const { component, settings } = buildService(definition, { flags, config, problems });
  const service = definition.settings.service;
  const logger = createLogger(service, (settings as { logLevel?: string }).logLevel);
  const starting = component.start({ settings, logger });
  const signals = stopOnSignals(starting, logger);
  try {
    const running = await starting;
    if (signals.isStopping()) return;
    process.stdout.write(`${JSON.stringify({ event: 'listening', service, ...running.addresses })}\n`);
    // V8's own factor, which run-main lowered for the time of loading.
    setFlagsFromString('--semi-space-growth-factor=2');
  } catch (error) {
    signals.ignore();
    throw error;
  }
}

/** Reads settings and builds the component tree that the config names, without starting it. */
export function buildService<Fields extends Record<string, SettingSpec>>(
  definition: ServiceDefinition<Fields>,
  given: ServiceArguments,
): { component: ServiceComponent<SettingsOf<Fields>>; settings: SettingsOf<Fields> } {
  const { configFile, gradeName, sources } = loadSources(definition, given);
  const settings = readSettings(definition.settings, sources);
  return { component: build(configFile, gradeName, settings), settings };
}

/** Settings as `config print` shows them. */
export function settleService<Fields extends Record<string, SettingSpec>>(
  definition: ServiceDefinition<Fields>,
  given: ServiceArguments,
): SettledSettings<Fields> & { readonly configFile: string } {
  const { configFile, sources } = loadSources(definition, given);
  return { ...settleSettings(definition.settings, sources), configFile };
}

/**
 * Looks at all that a start needs and that can be looked at without listening.
 *
 * @returns All problems at once.
 */
export async function checkService<Fields extends Record<string, SettingSpec>>(
  definition: ServiceDefinition<Fields>,
  given: ServiceArguments,
): Promise<readonly string[]> {
  const problems: string[] = [];
  let loaded: ReturnType<typeof loadSources>;
  try {
    loaded = loadSources(definition, given);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    problems.push(...sentencesOf(error));
    // Without the config's own settings, those of the command line can still be looked at.
    loaded = { configFile: '', gradeName: '', sources: sourcesOf(given, {}) };
  }
  const { settings, wrong, ...settled } = settleSettings(definition.settings, loaded.sources);
  problems.push(...settled.problems);
  for (const check of definition.checks ?? []) {
    if (check.needs.some((name) => wrong.has(name))) continue;
    problems.push(...(await sentencesFrom(() => check.run(settings))));
  }
  if (problems.length === 0) {
    problems.push(
      ...(await sentencesFrom(() => {
        build(loaded.configFile, loaded.gradeName, settings).checkParts?.();
        return [];
      })),
    );
  }
  return problems;
}

async function sentencesFrom(work: () => Promise<readonly string[]> | readonly string[]): Promise<readonly string[]> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StartError) return sentencesOf(error);
    throw error;
  }
}

function sentencesOf({ message, problems }: StartError): readonly string[] {
  return problems.length === 0 ? [message] : problems.map((problem) => `${message} ${problem}`);
}

function loadSources<Fields extends Record<string, SettingSpec>>(
  definition: ServiceDefinition<Fields>,
  given: ServiceArguments,
): { configFile: string; gradeName: string; sources: SettingsSources } {
  const fromEnv = process.env[`${definition.settings.envPrefix}CONFIG`];
  const configFile = given.config ?? (fromEnv === '' ? undefined : fromEnv) ?? definition.defaultConfig;
  const { gradeName, settings } = loadServiceConfig(configFile, definition.gradeName);
  return { configFile, gradeName, sources: sourcesOf(given, settings) };
}

function sourcesOf({ flags, problems = [] }: ServiceArguments, config: SettingsSources['config']): SettingsSources {
  return { flags, env: process.env, config, problems };
}

/** A config that names a grade which does not exist is a wrong setting, not a mistake of ours. */
function build<Settings extends object>(
  configFile: string,
  gradeName: string,
  settings: Settings,
): ServiceComponent<Settings> {
  try {
    return createComponent(gradeName, { settings }) as ServiceComponent<Settings>;
  } catch (error) {
    throw new StartError(`The config ${configFile} can't be built: ${sentenceOf(error)}`, { cause: error });
  }
}
