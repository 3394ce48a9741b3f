import type { Command } from 'commander';
import { reloadRegistries } from '../operations/registry-operations.ts';
import { addOperatorOptions, operate, print, type OperatorOptions } from './operator-command.ts';

/** Adds `registries reload`. */
export function addRegistryCommands(program: Command): void {
  const group = program
    .command('registries')
    .description('Solutions registries: what can be adapted on which system.')
    .helpCommand(false);
  addOperatorOptions(
    group
      .command('reload')
      .description(
        'Have the running server read its registries and common terms again, as SIGHUP does. Wrong files change nothing.',
      ),
  ).action(async (options: OperatorOptions) => {
    const result = await operate(options, ({ run }) => run(reloadRegistries, {}));
    print(options, result, () =>
      Object.entries(result.solutions).map(([osId, count]) => `${osId}: ${String(count)} solutions`),
    );
  });
}
