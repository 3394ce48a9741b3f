import type { Command } from 'commander';
import { addSettingsOptions, EXIT, readSettings, StartError } from '@gpii/service-kit/cli';
import { dataServerSettings } from '../config.ts';
import type { Operations } from '../operations/open-operations.ts';

/** Options of every operator command. */
export interface OperatorOptions {
  readonly dataDir?: string;
  readonly publicUrl?: string;
  readonly host?: string;
  readonly port?: string;
  readonly json?: true;
}

/** Adds what every operator command has: where the data is, `--json`, the exit codes. */
export function addOperatorOptions(command: Command, { handsOut = false, isOffline = false } = {}): Command {
  addSettingsOptions(command, dataServerSettings, handsOut ? ['dataDir', 'publicUrl'] : ['dataDir']);
  return command.option('--json', 'print the result as JSON').addHelpText(
    'after',
    `
${isOffline ? 'Stop the server first' : 'Works with the server running or not'}. Exit codes: 0 done, 1 refused, 64 the command line is wrong, 69 no data folder
or server, 78 settings are wrong.`,
  );
}

/** Opens the data, does the work, and closes the data whatever came of it. */
export async function operate<T>(options: OperatorOptions, work: (operations: Operations) => Promise<T>): Promise<T> {
  const { dataDir, publicUrl, host, port } = dataServerSettings.fields;
  const definition = { ...dataServerSettings, fields: { dataDir, publicUrl, host, port } };
  const flags = { dataDir: options.dataDir, publicUrl: options.publicUrl };
  const settings = readSettings(definition, { flags, env: process.env, config: {} });
  const { openOperations } = await import('../operations/open-operations.ts');
  const operations = await openOperations({
    dataDir: settings.dataDir,
    publicUrl: () => settings.publicUrl ?? addressOf(settings),
  });
  try {
    return await work(operations);
  } finally {
    await operations.close();
  }
}

/** The data folder that the command works on. */
export function readDataDir({ dataDir }: Pick<OperatorOptions, 'dataDir'>): string {
  const definition = { ...dataServerSettings, fields: { dataDir: dataServerSettings.fields.dataDir } };
  return readSettings(definition, { flags: { dataDir }, env: process.env, config: {} }).dataDir;
}

/** The public address that was given to the command itself: it wins over what a running server says. */
export function publicUrlOf(options: OperatorOptions): { publicUrl?: string } {
  return options.publicUrl === undefined ? {} : { publicUrl: options.publicUrl };
}

/** As `serve` has it when it is told no public address. */
function addressOf({ host, port }: { host: string; port: number }): string {
  if (port !== 0) return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  throw new StartError('Say with --public-url under which address clients reach the cloud.', { exitCode: EXIT.config });
}

/** Prints a result: as JSON when that was asked for, else the lines. */
export function print(options: OperatorOptions, result: unknown, lines: () => readonly string[]): void {
  const text = options.json === true ? [JSON.stringify(result)] : lines();
  process.stdout.write(text.map((line) => `${line}\n`).join(''));
}
