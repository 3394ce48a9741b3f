import type { Command } from 'commander';
import {
  credentialsCreate,
  credentialsHandOut,
  credentialsRotate,
  type HandedOut,
} from '../operations/credential-operations.ts';
import { writeCredentialFile } from './credential-file-output.ts';
import { addOperatorOptions, operate, print, publicUrlOf, type OperatorOptions } from './operator-command.ts';

interface CreateOptions extends OperatorOptions {
  readonly owner: string;
  readonly name: string;
  readonly type: 'installed' | 'web';
  readonly public?: true;
  readonly origin?: string[];
  readonly redirectUri?: string[];
  readonly allowFrom?: string[];
  readonly label: string;
  readonly credentialFile?: string;
}

const FILE_OPTION = '--credential-file <FILE>';
const FILE_HELP = 'write the secret to this new file, for its owner only; "-" prints the file instead of the result';

/** Adds the commands of `credentials` that mint secrets. A secret leaves in a credential file only. */
export function addHandOutCommands(group: Command): void {
  addCreate(group);
  addHandOut(group);
  addRotate(group);
}

function addCreate(group: Command): void {
  const command = group
    .command('create')
    .requiredOption('--owner <EMAIL>', 'account that it belongs to')
    .requiredOption('--name <NAME>', 'name that people know it by')
    .option('--type <TYPE>', 'installed (a GPII application) or web (a web application)', 'installed')
    .option('--public', 'a web application that can keep no secret')
    .option('--origin <URL...>', 'origins of a web application')
    .option('--redirect-uri <URL...>', 'redirect addresses of a web application')
    .option('--allow-from <CIDR...>', 'addresses that it may be used from; left out: from anywhere')
    .option('--label <TEXT>', 'which computer the first secret is for', '')
    .option(FILE_OPTION, `${FILE_HELP}. Left out: no secret is minted`)
    .description('Create a client credential.');
  addOperatorOptions(command, { handsOut: true }).action((options: CreateOptions) =>
    operate(options, async ({ run }) => {
      const { owner, name, type, label, credentialFile } = options;
      const create = () =>
        run(credentialsCreate, {
          owner,
          name,
          type,
          public: options.public,
          origins: options.origin,
          redirectUris: options.redirectUri,
          allowedIPBlocks: options.allowFrom,
        });
      if (credentialFile === undefined) {
        const credential = await create();
        print(options, credential, () => [`Created the client credential ${credential.clientId}.`]);
        return;
      }
      const handedOut = await writeCredentialFile(credentialFile, async () => {
        const { clientId } = await create();
        return run(credentialsHandOut, { clientId, label, ...publicUrlOf(options) });
      });
      printHandedOut(options, credentialFile, handedOut);
    }),
  );
}

function addHandOut(group: Command): void {
  const command = group
    .command('hand-out')
    .argument('<CLIENT_ID>', 'client id')
    .option('--label <TEXT>', 'which computer the secret is for', '')
    .requiredOption(FILE_OPTION, FILE_HELP)
    .description('Mint one more secret of a client credential.');
  addOperatorOptions(command, { handsOut: true }).action(
    (clientId: string, options: OperatorOptions & { label: string; credentialFile: string }) =>
      operate(options, async ({ run }) => {
        const handedOut = await writeCredentialFile(options.credentialFile, () =>
          run(credentialsHandOut, { clientId, label: options.label, ...publicUrlOf(options) }),
        );
        printHandedOut(options, options.credentialFile, handedOut);
      }),
  );
}

interface RotateOptions extends OperatorOptions {
  readonly secret?: string;
  readonly overlapHours: string;
  readonly credentialFile: string;
}

function addRotate(group: Command): void {
  const command = group
    .command('rotate')
    .argument('<CLIENT_ID>', 'client id')
    .option('--secret <SECRET_ID>', 'the old secret; needed where several are good')
    .option('--overlap-hours <HOURS>', 'how long the old secret stays good: 0 to 168', '24')
    .requiredOption(FILE_OPTION, FILE_HELP)
    .description('Mint a new secret in place of an old one, which ends. What that had taken the place of ends now.');
  addOperatorOptions(command, { handsOut: true }).action((clientId: string, options: RotateOptions) =>
    operate(options, async ({ run }) => {
      const { secret: secretId, overlapHours, credentialFile } = options;
      const given = { clientId, secretId, overlapHours: Number(overlapHours), ...publicUrlOf(options) };
      const rotated = await writeCredentialFile(credentialFile, () => run(credentialsRotate, given));
      printHandedOut(options, credentialFile, rotated);
    }),
  );
}

/** Says what was handed out, unless standard output is the credential file itself. */
function printHandedOut(options: OperatorOptions, path: string, handedOut: HandedOut): void {
  if (path === '-') return;
  const result = Object.fromEntries(Object.entries(handedOut).filter(([name]) => name !== 'file'));
  print(options, { ...result, credentialFile: path }, () => [
    `Wrote the credential file ${path}: client id ${handedOut.clientId}, secret ${handedOut.secretId}.`,
  ]);
}
