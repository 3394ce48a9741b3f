import { Command, CommanderError } from 'commander';
import { EXIT, StartError } from '../start-error.ts';
import type { ServiceArguments } from '../run-service.ts';
import { envNameOf, flagOf, type SettingsDefinition } from '../settings/define-settings.ts';

/** Begins a program of this project: same version, help, output and exit codes everywhere. */
export function createProgram(name: string, description: string, version: string): Command {
  return new Command(name)
    .description(description)
    .version(version)
    .helpCommand(false)
    .showHelpAfterError(`(${name} --help lists commands and options)`)
    .exitOverride()
    .configureHelp({ showGlobalOptions: false });
}

/**
 * Runs a program, and turns every way in which it can end into an exit code and, where it failed, a sentence on stderr.
 */
export async function runProgram(program: Command, argv: readonly string[]): Promise<void> {
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = explainFailure(error);
  }
}

function explainFailure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof StartError) {
    process.stderr.write(`${[error.message, ...error.problems.map((problem) => `  ✖ ${problem}`)].join('\n')}\n`);
    return error.exitCode;
  }
  process.stderr.write(
    `A mistake of ours, not of yours:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return EXIT.failed;
}

/** Adds `serve`, with an option for each setting. What it does not know is reported with all other problems, exit 78. */
export function addServeCommand(
  program: Command,
  definition: SettingsDefinition,
  serve: (given: ServiceArguments) => Promise<void>,
): void {
  const command = program.command('serve').description('Run the server until SIGTERM or Ctrl-C.');
  addServiceOptions(command, definition);
  command.addHelpText(
    'after',
    `
Each setting is taken from its flag, else from its environment variable, else from "settings" in the Kettle config,
else from its default. Exit codes: 0 stopped, 1 a mistake of ours, 69 a port, database or file is not to be had,
78 settings are wrong.`,
  );
  command.action((options: Record<string, unknown>) => serve(readGiven(program, command, options)));
}

/** Adds what says how a service is to run: an option for each setting, and `--config`. */
export function addServiceOptions(command: Command, definition: SettingsDefinition): void {
  command.allowUnknownOption().allowExcessArguments();
  addSettingsOptions(command, definition);
  command.option(
    '--config <FILE>',
    `Kettle JSON5 config [env ${definition.envPrefix}CONFIG; default: the package's own]`,
  );
  takeFlagsWithoutValue(command);
}

/**
 * What the command line said. Words that are no settings, and settings without their value, are problems, to be told with
 * all others.
 */
export function readGiven(program: Command, command: Command, options: Record<string, unknown>): ServiceArguments {
  const problems = command.args.map((word) => `${word}: no such setting (${program.name()} serve --help lists them)`);
  const given = Object.entries(options).filter(([, value]) => value !== true);
  for (const [name, value] of Object.entries(options)) {
    if (value === true) problems.push(`${flagOf(name)}: its value is missing`);
  }
  const { config, ...flags } = Object.fromEntries(given);
  return { flags, config: typeof config === 'string' ? config : undefined, problems };
}

/**
 * A flag without its value is a problem like any other: commander would end at the first, without the rest. It takes the
 * flag's value as optional then, which `--help` need not show.
 */
function takeFlagsWithoutValue(command: Command): void {
  for (const option of command.options) {
    option.required = false;
    option.optional = true;
  }
}

/** Adds an option for each setting, with what it means, its environment variable and its default. */
export function addSettingsOptions(command: Command, definition: SettingsDefinition, only?: readonly string[]): void {
  for (const [name, spec] of Object.entries(definition.fields)) {
    if (only !== undefined && !only.includes(name)) continue;
    const fallback =
      spec.default !== undefined
        ? `default: ${JSON.stringify(spec.default)}`
        : spec.optional === true
          ? 'optional'
          : 'needed';
    command.option(
      `${flagOf(name)} <${spec.placeholder}>`,
      `${spec.describe} [env ${envNameOf(definition, name)}; ${fallback}]`,
    );
  }
}
