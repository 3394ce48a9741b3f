import type { CredentialSummary, SecretSummary } from '@gpii/credentials';
import type { Command } from 'commander';
import { credentialsList, credentialsRevoke, credentialsShow } from '../operations/credential-operations.ts';
import { addHandOutCommands } from './hand-out-commands.ts';
import { addOperatorOptions, operate, print, type OperatorOptions } from './operator-command.ts';

/** Adds `credentials create`, `list`, `show`, `hand-out`, `rotate` and `revoke`. */
export function addCredentialCommands(program: Command): void {
  const group = program.command('credentials').description('Client credentials.').helpCommand(false);
  addHandOutCommands(group);
  addOperatorOptions(
    group.command('list').option('--owner <EMAIL>', 'those of one account').description('List client credentials.'),
  ).action(async (options: OperatorOptions & { owner?: string }) => {
    const credentials = await listAll(options);
    print(options, credentials, () => credentials.map(describe));
  });
  addOperatorOptions(
    group
      .command('show')
      .argument('<CLIENT_ID>', 'client id')
      .description('Show a client credential with its secrets: when and from where each was last used.'),
  ).action(async (clientId: string, options: OperatorOptions) => {
    const credential = await operate(options, ({ run }) => run(credentialsShow, { clientId }));
    print(options, credential, () => [describe(credential), ...credential.secrets.map(describeSecret)]);
  });
  addRevoke(group);
}

function addRevoke(group: Command): void {
  addOperatorOptions(
    group
      .command('revoke')
      .argument('<CLIENT_ID>', 'client id')
      .option('--secret <SECRET_ID>', 'revoke this secret only, as "credentials show" names it')
      .option('--reason <TEXT>', 'why; who has the right secret is told', '')
      .description('Revoke a client credential, or one secret of it, for ever.'),
  ).action(async (clientId: string, options: OperatorOptions & { secret?: string; reason: string }) => {
    const { secret: secretId, reason } = options;
    const revocation = await operate(options, ({ run }) => run(credentialsRevoke, { clientId, secretId, reason }));
    print(options, { clientId, secretId, ...revocation }, () => [
      `Revoked ${secretId === undefined ? clientId : `the secret ${secretId} of ${clientId}`} (${revocation.revokedAt}).`,
    ]);
  });
}

function listAll(options: OperatorOptions & { owner?: string }): Promise<readonly CredentialSummary[]> {
  return operate(options, async ({ run }) => {
    const all: CredentialSummary[] = [];
    let after: string | undefined;
    do {
      const page = await run(credentialsList, { owner: options.owner, after });
      all.push(...page.credentials);
      after = page.next;
    } while (after !== undefined);
    return all;
  });
}

function describe({ clientId, type, name, owner, revocation, secrets }: CredentialSummary): string {
  const good = secrets.filter(({ ended }) => !ended).length;
  const state =
    revocation === undefined ? `${good} of ${secrets.length} secrets good` : `revoked ${revocation.revokedAt}`;
  const clones = secrets.filter(({ cloneSign, ended }) => cloneSign !== undefined && !ended).length;
  const warning = clones === 0 ? [] : [`${clones} used by two computers?`];
  return [clientId, type, name, owner, state, ...warning].join('\t');
}

function describeSecret(secret: SecretSummary): string {
  const { secretId, label, origin, createdAt, lastUsedAt, lastUsedFrom, endsAt, ended } = secret;
  const use = lastUsedAt === undefined ? 'never used' : `last used ${lastUsedAt} from ${lastUsedFrom ?? 'unknown'}`;
  const end = secret.revocation !== undefined ? 'revoked' : endsAt === undefined ? 'good' : `ends ${endsAt}`;
  const state = ended && secret.revocation === undefined ? 'ended' : end;
  return `  ${[secretId, label, origin, createdAt, use, state, ...describeClone(secret)].join('\t')}`;
}

function describeClone({ cloneSign }: SecretSummary): readonly string[] {
  if (cloneSign === undefined) return [];
  const [before, after] = cloneSign.addresses;
  return [`two computers? from ${before}, then ${after} within 10 minutes, ${cloneSign.at}`];
}
