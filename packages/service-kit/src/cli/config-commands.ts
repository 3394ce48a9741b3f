import type { Command } from 'commander';
import type { ServiceArguments } from '../run-service.ts';
import { envNameOf, flagOf, type SettingsDefinition } from '../settings/define-settings.ts';
import type { SettledSettings } from '../settings/read-settings.ts';
import { StartError } from '../start-error.ts';
import { addServiceOptions, readGiven } from './run-command.ts';

/** A service as the commands look at it: `checkService` and `settleService` of its definition. */
export interface ConfigService {
  check(given: ServiceArguments): Promise<readonly string[]>;
  settle(given: ServiceArguments): SettledSettings<SettingsDefinition['fields']> & { readonly configFile: string };
}

/** Adds `config check` and `config print`, which take what `serve` takes. */
export function addConfigCommands(
  program: Command,
  definition: SettingsDefinition,
  load: (given: ServiceArguments) => Promise<ConfigService>,
): void {
  const group = program.command('config').description('Look at the settings that serve would run with.');
  group.helpCommand(false);
  const check = group.command('check').description('Say all that would keep serve from starting, without listening.');
  addServiceOptions(check, definition);
  check.addHelpText('after', `\nExit codes: 0 nothing would, 78 something would: all of it is said at once.`);
  check.action(async (options: Record<string, unknown>) => {
    const given = readGiven(program, check, options);
    const problems = await (await load(given)).check(given);
    if (problems.length > 0) throw new StartError(`${definition.service} would not start:`, { problems });
    process.stdout.write(`${definition.service} would start: settings, config, files and folders are right.\n`);
  });
  const print = group.command('print').description('Print each setting, and where it comes from.');
  addServiceOptions(print, definition);
  print.option('--json', 'print them as JSON');
  print.addHelpText('after', `\nExit codes: 0 done, 78 a setting is wrong; the others are printed all the same.`);
  print.action(async ({ json, ...options }: Record<string, unknown>) => {
    const given = readGiven(program, print, options);
    const settled = (await load(given)).settle(given);
    process.stdout.write(json === true ? toJson(definition, settled) : toTable(definition, settled));
    const { problems } = settled;
    if (problems.length > 0) throw new StartError(`${definition.service} would not start:`, { problems });
  });
}

type Settled = ReturnType<ConfigService['settle']>;

function toJson(definition: SettingsDefinition, { settings, origins, configFile }: Settled): string {
  const entries = Object.keys(definition.fields).map((name): [string, object] => [
    name,
    { value: redact(settings[name]) ?? null, from: origins.get(name) ?? null },
  ]);
  return `${JSON.stringify({ service: definition.service, config: configFile, settings: Object.fromEntries(entries) }, null, 2)}\n`;
}

function toTable(definition: SettingsDefinition, { settings, origins, configFile }: Settled): string {
  const rows = Object.keys(definition.fields).map((name) => [
    flagOf(name),
    toText(redact(settings[name])),
    originText(definition, name, origins.get(name)),
  ]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [`config ${configFile}`, ...lines, ''].join('\n');
}

function originText(definition: SettingsDefinition, name: string, origin: string | undefined): string {
  if (origin === 'environment') return envNameOf(definition, name);
  if (origin === 'config') return `settings.${name} (config)`;
  return origin ?? '';
}

function toText(value: unknown): string {
  return value === undefined ? '-' : typeof value === 'string' ? value : JSON.stringify(value);
}

/** Settings hold no secrets, only names of files that do; but an address may carry a password. */
function redact(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/(:\/\/)[^/?#\s]*@/g, '$1[redacted]@') : value;
}
