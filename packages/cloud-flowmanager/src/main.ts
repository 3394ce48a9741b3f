import { addServeCommand, createProgram, runProgram } from '@gpii/service-kit/cli';
import { addAccountCommands } from './commands/account-commands.ts';
import { addAuditCommand } from './commands/audit-commands.ts';
import { addBackupCommands } from './commands/backup-commands.ts';
import { addCredentialCommands } from './commands/credential-commands.ts';
import { addEnrolmentKeyCommands } from './commands/enrolment-key-commands.ts';
import { addExportCommand } from './commands/export-command.ts';
import { addRegistryCommands } from './commands/registry-commands.ts';
import { addStoreCommands } from './commands/store-commands.ts';
import { addTokenCommands } from './commands/token-commands.ts';
import { cloudSettings } from './config.ts';
import { addImportCommands } from './import/import-commands.ts';
import { readPackageVersion } from './package-version.ts';

/** `gpii-cloud`: runs the cloud, and works on its data. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = createProgram(
    'gpii-cloud',
    'The GPII Cloud: auth server and settings, and its operator commands.',
    readPackageVersion(),
  );
  addServeCommand(program, cloudSettings, async (given) => {
    const { serveCloud } = await import('./serve.ts');
    await serveCloud(given);
  });
  addAccountCommands(program);
  addCredentialCommands(program);
  addEnrolmentKeyCommands(program);
  addTokenCommands(program);
  addRegistryCommands(program);
  addAuditCommand(program);
  addImportCommands(program);
  addExportCommand(program);
  addBackupCommands(program);
  addStoreCommands(program);
  await runProgram(program, argv);
}
