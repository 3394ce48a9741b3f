import type { Account } from '@gpii/credentials';
import type { Command } from 'commander';
import { accountsAdd, accountsDisable, accountsList } from '../operations/account-operations.ts';
import { addLinkCommands } from './link-commands.ts';
import { addOperatorOptions, operate, print, type OperatorOptions } from './operator-command.ts';
import { readSecretLine } from './read-secret-line.ts';

/** Adds `accounts add`, `list`, `disable`, and those about linked GPII tokens. */
export function addAccountCommands(program: Command): void {
  const group = program.command('accounts').description('Accounts of the website.').helpCommand(false);
  addOperatorOptions(
    group
      .command('add')
      .argument('<EMAIL>', 'email address')
      .option('--name <NAME>', 'name of the person', '')
      .description('Create an account. The password is read from standard input, or asked for.'),
  ).action(async (email: string, options: OperatorOptions & { name: string }) => {
    const password = await readSecretLine('Password');
    const account = await operate(options, ({ run }) => run(accountsAdd, { email, name: options.name, password }));
    print(options, account, () => [`Created the account ${account.email}.`]);
  });
  addOperatorOptions(group.command('list').description('List all accounts.')).action(
    async (options: OperatorOptions) => {
      const accounts = await operate(options, async ({ run }) => {
        const all: Account[] = [];
        for (;;) {
          const page = await run(accountsList, { after: all.at(-1)?.email });
          if (page.length === 0) return all;
          all.push(...page);
        }
      });
      print(options, accounts, () =>
        accounts.map(({ email, name, disabledAt }) =>
          [email, name, ...(disabledAt === undefined ? [] : [`disabled ${disabledAt}`])].join('\t'),
        ),
      );
    },
  );
  addOperatorOptions(
    group
      .command('disable')
      .argument('<EMAIL>', 'email address')
      .description('Let nobody sign in to an account. Its client credentials go on working.'),
  ).action(async (email: string, options: OperatorOptions) => {
    const account = await operate(options, ({ run }) => run(accountsDisable, { email }));
    print(options, account, () => [`Disabled the account ${account.email}.`]);
  });
  addLinkCommands(group);
}
