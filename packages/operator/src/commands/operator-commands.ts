import type { Command } from 'commander';
import { addImportCommands } from '../import/import-commands.ts';
import { addAccountCommands } from './account-commands.ts';
import { addRegistryCommands } from './registry-commands.ts';
import { addAuditCommand } from './audit-commands.ts';
import { addBackupCommands } from './backup-commands.ts';
import { addCredentialCommands } from './credential-commands.ts';
import { addEnrolmentKeyCommands } from './enrolment-key-commands.ts';
import { addExportCommand } from './export-command.ts';
import { addStoreCommands } from './store-commands.ts';
import { addStoreMigrate } from './store-migrate.ts';
import { addTokenCommands } from './token-commands.ts';

/** Adds all commands that work on the data, whether its server runs or not. */
export function addOperatorCommands(program: Command): void {
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
  addStoreMigrate(program);
}
