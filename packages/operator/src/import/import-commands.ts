import type { Command } from 'commander';
import { addSettingsOptions } from '@gpii/service-kit/cli';
import { readDataDir } from '../commands/operator-command.ts';
import { dataServerSettings } from '../config.ts';
import type { ReadRecords } from './read-preference-files.ts';
import { runImport } from './run-import.ts';

/** Adds `import preferences`, `import records` and `import gpii-dump`. */
export function addImportCommands(program: Command): void {
  const group = program.command('import').description('Load data into the cloud, running or not.').helpCommand(false);
  const preferences = group
    .command('preferences')
    .argument('<DIR...>', 'folders of preference sets, JSON5, whose file names are the GPII tokens')
    .description('Load GPII preference sets.');
  addCommonOptions(preferences).action(async (directories: string[], options: CommandOptions) => {
    const { readPreferenceFiles } = await import('./read-preference-files.ts');
    await importRead(() => readPreferenceFiles(directories), options);
  });
  const records = group
    .command('records')
    .argument('<FILE>', 'JSON lines of kinds account, clientCredential and gpiiToken; "-" reads standard input')
    .description('Load accounts, client credentials and GPII tokens.');
  addCommonOptions(records).action(async (file: string, options: CommandOptions) => {
    const { readRecordFile } = await import('./read-record-file.ts');
    await importRead(() => readRecordFile(file), options);
  });
  const dump = group
    .command('gpii-dump')
    .argument('<FILE>', "documents of an old GPII's CouchDB: the answer to _all_docs?include_docs=true")
    .option('--owner <EMAIL>', 'account that the client credentials belong to', 'operator@localhost')
    .description('Load the GPII keys, preferences and clients of an old GPII, so that its installs keep working.');
  addCommonOptions(dump).action(async (file: string, options: CommandOptions & { owner: string }) => {
    const { readGpiiDump } = await import('./read-gpii-dump.ts');
    await importRead(() => readGpiiDump(file, options.owner), options);
  });
}

interface CommandOptions {
  readonly dataDir?: string;
  readonly skipBad?: true;
  readonly json?: true;
  readonly createDataDir?: true;
}

function addCommonOptions(command: Command): Command {
  addSettingsOptions(command, dataServerSettings, ['dataDir']);
  return command
    .option('--skip-bad', 'take the rest when some are bad; without it nothing is taken then')
    .option('--json', 'print the report as JSON')
    .option('--create-data-dir', 'begin a data folder where there is none')
    .addHelpText(
      'after',
      `\nImporting twice makes no duplicates. Exit codes: 0 done, 1 bad records, 69 no data folder or server.`,
    );
}

async function importRead(read: () => Promise<ReadRecords>, options: CommandOptions): Promise<void> {
  await runImport(await read(), {
    dataDir: readDataDir(options),
    skipBad: options.skipBad === true,
    json: options.json === true,
    mayBegin: options.createDataDir === true,
  });
}
