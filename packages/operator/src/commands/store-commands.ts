import type { Command } from 'commander';
import { addOperatorOptions, print, readDataDir, type OperatorOptions } from './operator-command.ts';

/** Adds the group `store`, with `upgrade`. */
export function addStoreCommands(program: Command): void {
  const group = program.command('store').description('The database as a whole.').helpCommand(false);
  addOperatorOptions(
    group
      .command('upgrade')
      .description('Bring data that an older version wrote to this one. Make a backup first; there is no way back.'),
    { isOffline: true },
  ).action(async (options: OperatorOptions) => {
    const { upgradeData } = await import('../open-data.ts');
    const report = await upgradeData(readDataDir(options));
    print(options, report, () =>
      report.from === report.to
        ? [`The data is of version ${report.to} already: nothing to do.`]
        : [`The data is of version ${report.to} now; it was of version ${report.from}.`, ...report.steps],
    );
  });
}
