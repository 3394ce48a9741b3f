import type { Command } from 'commander';
import { BACKUP_COLLECTIONS, type BackupCounts } from '../backup/backup-format.ts';
import { addOperatorOptions, operate, print, readDataDir, type OperatorOptions } from './operator-command.ts';

/** Adds `backup` and `restore`. */
export function addBackupCommands(program: Command): void {
  addOperatorOptions(
    program
      .command('backup')
      .argument('<FILE>', 'new file, .jsonl.gz; a folder: a new file in it, named after the time')
      .option('--overwrite', 'replace a file of this name')
      .description('Write all but access tokens into one file: accounts, credentials, preferences, keys, audit, ….'),
  )
    .addHelpText(
      'after',
      `
The file is for its owner only and has to stay so: keys.json is in it. Access tokens and codes are not: after a restore
clients ask for new ones.`,
    )
    .action((target: string, options: OperatorOptions & { overwrite?: true }) => backUp(target, options));
  addOperatorOptions(
    program
      .command('restore')
      .argument('<FILE>', 'a backup')
      .option('--force', 'put aside what is in the data folder, instead of refusing')
      .description('Put a backup into an empty data folder. No server may run on it.'),
    { isOffline: true },
  )
    .addHelpText(
      'after',
      `
The backup is read to its end before anything is touched. Revocations of the folder that are newer than the backup stay:
restoring undoes none. What the backup does not have is gone: enrolments, changed passwords, … since then.`,
    )
    .action((file: string, options: OperatorOptions & { force?: true }) => restore(file, options));
}

async function backUp(target: string, options: OperatorOptions & { overwrite?: true }): Promise<void> {
  const { writeBackup } = await import('../backup/write-backup.ts');
  const dataDir = readDataDir(options);
  const overwrite = options.overwrite === true;
  const report = await operate(options, (operations) =>
    writeBackup({ operations, dataDir, target, overwrite, onProgress: sayOnStderr }),
  );
  print(options, report, () => [
    `Backed up to ${report.file} (${report.bytes} bytes): ${describe(report.counts)}.`,
    'Keep it where only you can read it. Access tokens are not in it.',
  ]);
}

async function restore(file: string, options: OperatorOptions & { force?: true }): Promise<void> {
  const { restoreBackup } = await import('../backup/restore-backup.ts');
  const { toStartError } = await import('../open-data.ts');
  const given = { file, dataDir: readDataDir(options), force: options.force === true, onProgress: sayOnStderr };
  const report = await restoreBackup(given).catch((error: unknown) => {
    throw toStartError(error);
  });
  const { dataDir, createdAt, counts, revocationsKept, putAside } = report;
  print(options, report, () => [
    `Restored the backup of ${createdAt} into ${dataDir}: ${describe(counts)}.`,
    ...(revocationsKept > 0 ? [`${revocationsKept} revocations of the folder that are not in the backup stay.`] : []),
    ...(putAside === undefined ? [] : [`The data of before is in ${putAside}; delete it when you no longer need it.`]),
  ]);
}

function describe(counts: BackupCounts): string {
  return BACKUP_COLLECTIONS.map((name) => `${name} ${counts[name]}`).join(', ');
}

function sayOnStderr(message: string): void {
  process.stderr.write(`${message}\n`);
}
