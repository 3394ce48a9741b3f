import { EXIT, StartError } from '@gpii/service-kit/cli';
import type { Command } from 'commander';
import { enrolmentKeysCreate, enrolmentKeysList, enrolmentKeysRevoke } from '../operations/enrolment-operations.ts';
import { addOperatorOptions, operate, print, type OperatorOptions } from './operator-command.ts';

const DAY_MS = 86_400_000;

interface CreateOptions extends OperatorOptions {
  readonly label: string;
  readonly uses: string;
  readonly days: string;
}

/** Adds `enrolment-keys create`, `list` and `revoke`. */
export function addEnrolmentKeyCommands(program: Command): void {
  const group = program
    .command('enrolment-keys')
    .description('Keys for disk images: each computer gets a secret of its own at its first boot.')
    .helpCommand(false);
  addCreate(group);
  addOperatorOptions(
    group.command('list').argument('[CLIENT_ID]', 'those of one credential').description('List enrolment keys.'),
  ).action(async (clientId: string | undefined, options: OperatorOptions) => {
    const keys = await operate(options, ({ run }) => run(enrolmentKeysList, { clientId }));
    print(options, keys, () =>
      keys.map(({ keyId, clientId: of, label, uses, usesLeft, endsAt, revocation }) => {
        const end = revocation === undefined ? `ends ${endsAt}` : `revoked ${revocation.revokedAt}`;
        return [keyId, of, label, `${usesLeft} of ${uses} left`, end].join('\t');
      }),
    );
  });
  addOperatorOptions(
    group
      .command('revoke')
      .argument('<KEY_ID>', 'as "enrolment-keys list" names it')
      .option('--reason <TEXT>', 'why', '')
      .description('Revoke an enrolment key for ever. Computers that enrolled with it go on working.'),
  ).action(async (keyId: string, options: OperatorOptions & { reason: string }) => {
    const revocation = await operate(options, ({ run }) => run(enrolmentKeysRevoke, { keyId, reason: options.reason }));
    print(options, { keyId, ...revocation }, () => [`Revoked the enrolment key ${keyId} (${revocation.revokedAt}).`]);
  });
}

function addCreate(group: Command): void {
  addOperatorOptions(
    group
      .command('create')
      .argument('<CLIENT_ID>', 'client id of the credential that the computers use')
      .option('--label <TEXT>', 'what it is for', '')
      .option('--uses <NUMBER>', 'how many computers may enrol', '1')
      .option('--days <NUMBER>', 'how many days it is good', '30')
      .description('Make an enrolment key and print it: it cannot be shown again.'),
  ).action(async (clientId: string, options: CreateOptions) => {
    const days = Number(options.days);
    if (!(days > 0 && days <= 3650)) {
      throw new StartError('--days is a number above 0, at most 3650.', { exitCode: EXIT.usage });
    }
    const endsAt = new Date(Date.now() + days * DAY_MS).toISOString();
    const given = { clientId, label: options.label, uses: Number(options.uses), endsAt };
    const created = await operate(options, ({ run }) => run(enrolmentKeysCreate, given));
    print(options, created, () => [created.enrolmentKey]);
  });
}
