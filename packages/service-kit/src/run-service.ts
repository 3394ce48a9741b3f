import { setFlagsFromString } from 'node:v8';
import type { Component } from './kettle/kettle-types.ts';
import { createComponent } from './kettle/grades.ts';
import { loadServiceConfig } from './kettle/load-config.ts';
import { createLogger, type Logger } from './logger.ts';
import { readSettings } from './settings/read-settings.ts';
import type { SettingSpec, SettingsDefinition, SettingsOf } from './settings/define-settings.ts';
import { EXIT } from './start-error.ts';

/** How long running requests get when the server is asked to stop. */
const DRAIN_DEADLINE_MS = 9_000;

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
  const running = await component.start({ settings, logger });
  process.stdout.write(`${JSON.stringify({ event: 'listening', service, ...running.addresses })}\n`);
  // V8's own factor, which run-main lowered for the time of loading.
  setFlagsFromString('--semi-space-growth-factor=2');
  stopOnSignals(running, logger);
}

/** Reads settings and builds the component tree that the config names, without starting it. */
export function buildService<Fields extends Record<string, SettingSpec>>(
  definition: ServiceDefinition<Fields>,
  { flags, config, problems = [] }: ServiceArguments,
): { component: ServiceComponent<SettingsOf<Fields>>; settings: SettingsOf<Fields> } {
  const env = process.env;
  const configFile = config ?? env[`${definition.settings.envPrefix}CONFIG`] ?? definition.defaultConfig;
  const loaded = loadServiceConfig(configFile, definition.gradeName);
  const settings = readSettings(definition.settings, { flags, env, config: loaded.settings, problems });
  const component = createComponent(loaded.gradeName, { settings }) as ServiceComponent<SettingsOf<Fields>>;
  return { component, settings };
}

function stopOnSignals(running: RunningService, logger: Logger): void {
  let stopping = false;
  const stop = (cause: string, exitCode: number): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ cause }, 'stopping');
    running.stop(DRAIN_DEADLINE_MS).then(
      () => {
        logger.info({ cause }, 'stopped');
        process.exit(exitCode);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'could not stop cleanly');
        process.exit(EXIT.failed);
      },
    );
  };
  process.on('SIGTERM', () => {
    stop('SIGTERM', EXIT.ok);
  });
  process.on('SIGINT', () => {
    // The second Ctrl-C is somebody who does not want to wait.
    if (stopping) process.exit(EXIT.interrupted);
    stop('SIGINT', EXIT.ok);
  });
  // Started by a parent with an IPC channel (npm start does): its end is ours, even by kill -9.
  process.on('disconnect', () => {
    stop('parent ended', EXIT.ok);
  });
  const fail = (error: unknown): void => {
    logger.fatal({ err: error, reason: 'internal_error' }, 'a mistake of ours: stopping');
    stop('internal_error', EXIT.failed);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
}
