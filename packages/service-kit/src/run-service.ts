import { setFlagsFromString } from 'node:v8';
import type { Component } from './kettle/kettle-types.ts';
import { createComponent } from './kettle/grades.ts';
import { loadServiceConfig, sentenceOf } from './kettle/load-config.ts';
import { createLogger, type Logger } from './logger.ts';
import { readSettings } from './settings/read-settings.ts';
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
}

/** A service: its settings, the grade that its config builds, the config when `--config` names no other. */
export interface ServiceDefinition<Fields extends Record<string, SettingSpec>> {
  readonly settings: SettingsDefinition<Fields>;
  readonly gradeName: string;
  readonly defaultConfig: string;
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
  { flags, config, problems = [] }: ServiceArguments,
): { component: ServiceComponent<SettingsOf<Fields>>; settings: SettingsOf<Fields> } {
  const env = process.env;
  const fromEnv = env[`${definition.settings.envPrefix}CONFIG`];
  const configFile = config ?? (fromEnv === '' ? undefined : fromEnv) ?? definition.defaultConfig;
  const loaded = loadServiceConfig(configFile, definition.gradeName);
  const settings = readSettings(definition.settings, { flags, env, config: loaded.settings, problems });
  return { component: build(configFile, loaded.gradeName, settings), settings };
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
