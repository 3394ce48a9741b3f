import type { Command } from 'commander';
import { accountsLink, accountsLinks, accountsStopSharing, accountsUnlink } from '../operations/link-operations.ts';
import { addOperatorOptions, operate, print, type OperatorOptions } from './operator-command.ts';
import { readSecretLine } from './read-secret-line.ts';

/** Adds `accounts link`, `links`, `unlink` and `stop-sharing` to the group `accounts`. */
export function addLinkCommands(group: Command): void {
  addOperatorOptions(
    group
      .command('link')
      .argument('<EMAIL>', 'email address')
      .option('--label <TEXT>', 'what the person calls this GPII token', '')
      .description('Link a GPII token to an account, so that it can be shared. Read from standard input or asked for.'),
  ).action(async (email: string, options: OperatorOptions & { label: string }) => {
    const token = await readSecretLine('GPII token');
    const link = await operate(options, ({ run }) => run(accountsLink, { email, token, label: options.label }));
    print(options, link, () => [`Linked; the link is ${link.linkId}.`]);
  });
  addOperatorOptions(
    group
      .command('links')
      .argument('<EMAIL>', 'email address')
      .description('List the GPII tokens of an account, and with which applications it shares what of them.'),
  ).action(async (email: string, options: OperatorOptions) => {
    const result = await operate(options, ({ run }) => run(accountsLinks, { email }));
    print(options, result, () =>
      result.links.flatMap(({ linkId, label, linkedAt, gpiiTokenHash }) => [
        [linkId, label, linkedAt].join('\t'),
        ...result.consents
          .filter((consent) => consent.gpiiTokenHash === gpiiTokenHash)
          .map(({ clientId, givenAt, groups }) => `  ${[clientId, givenAt, groups.join(', ')].join('\t')}`),
      ]),
    );
  });
  addOperatorOptions(
    group
      .command('unlink')
      .argument('<EMAIL>', 'email address')
      .argument('<LINK>', 'the link, as "accounts links" names it')
      .description('Take a GPII token away from an account. What was shared of it ends at once.'),
  ).action(async (email: string, linkId: string, options: OperatorOptions) => {
    const link = await operate(options, ({ run }) => run(accountsUnlink, { email, linkId }));
    print(options, link, () => [`Unlinked ${link.linkId} from ${email}.`]);
  });
  addOperatorOptions(
    group
      .command('stop-sharing')
      .argument('<EMAIL>', 'email address')
      .argument('<CLIENT_ID>', 'client id of the application')
      .description('Take back what an account allowed an application. Its access tokens end at once.'),
  ).action(async (email: string, clientId: string, options: OperatorOptions) => {
    const consent = await operate(options, ({ run }) => run(accountsStopSharing, { email, clientId }));
    print(options, consent, () => [`${email} shares nothing with ${clientId} any more.`]);
  });
}
