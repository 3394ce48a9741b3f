import type { Command } from 'commander';
import { addDataLocationOptions, type DataLocationOptions } from '../data-location.ts';

/** Options of `store migrate`. */
export interface MigrateOptions extends DataLocationOptions {
  readonly to: string;
  readonly toCredentialFile?: string;
  readonly json?: true;
}

/** Adds `store migrate`. */
export function addStoreMigrate(program: Command): void {
  const group =
    program.commands.find((command) => command.name() === 'store') ??
    program.command('store').description('The database of the cloud.').helpCommand(false);
  addDataLocationOptions(group.command('migrate').description('Copy the database of the data folder into a CouchDB.'), [
    'dataDir',
  ])
    .requiredOption('--to <URL>', 'CouchDB, as http://host:5984/prefix')
    .option('--to-credential-file <FILE>', 'file (0600) with "user:password" of a CouchDB server admin')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
The server has to be stopped. Revocations go first; then accounts, client credentials and GPII tokens, preferences, and
the audit log. Running it again goes on where it stopped, and makes no duplicates. Access tokens and sessions are not
copied: computers ask for a new access token by themselves, people sign in again. The keys stay in keys.json: each node
needs that file. Exit codes: 0 done, 1 the CouchDB holds other data, 69 the data folder is in use, or a database is not
to be had, 78 settings are wrong.`,
    )
    .action(async (options: MigrateOptions) => {
      const { migrateStore } = await import('./migrate-store.ts');
      await migrateStore(options);
    });
}
