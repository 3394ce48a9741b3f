import { readFile } from 'node:fs/promises';
import { preferencesSchema } from '@gpii/protocol';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import type { Command } from 'commander';
import type { z } from 'zod';
import { tokensAdd, tokensRevoke } from '../operations/data-operations.ts';
import { addOperatorOptions, operate, print, type OperatorOptions } from './operator-command.ts';
import { readSecretLine } from './read-secret-line.ts';

interface AddOptions extends OperatorOptions {
  readonly preferences?: string;
  readonly owner?: string;
  readonly readOnly?: true;
}

/** Adds `tokens add` and `revoke`. A GPII token names a person, so it is never an argument. */
export function addTokenCommands(program: Command): void {
  const group = program.command('tokens').description('GPII tokens: what people key in with.').helpCommand(false);
  addOperatorOptions(
    group
      .command('add')
      .option('--preferences <FILE>', 'preference set, JSON5; left out: none yet')
      .option('--owner <EMAIL>', 'account that it belongs to')
      .option('--read-only', 'nothing may be saved under it')
      .description('Add a GPII token, which is read from standard input or asked for.'),
  ).action(async (options: AddOptions) => {
    const preferences = options.preferences === undefined ? {} : await readPreferences(options.preferences);
    const token = await readSecretLine('GPII token');
    const { owner, readOnly } = options;
    const added = await operate(options, ({ run }) => run(tokensAdd, { token, preferences, owner, readOnly }));
    print(options, added, () => [`Added the GPII token; records know it as ${added.tokenHash}.`]);
  });
  addOperatorOptions(
    group
      .command('revoke')
      .option('--reason <TEXT>', 'why', '')
      .description('Revoke a GPII token for ever. It is read from standard input or asked for.'),
  ).action(async (options: OperatorOptions & { reason: string }) => {
    const token = await readSecretLine('GPII token');
    const revocation = await operate(options, ({ run }) => run(tokensRevoke, { token, reason: options.reason }));
    print(options, revocation, () => [`Revoked the GPII token (${revocation.revokedAt}).`]);
  });
}

async function readPreferences(file: string): Promise<z.infer<typeof preferencesSchema>> {
  const { parseJson5 } = await import('@gpii/gpii-files');
  try {
    return preferencesSchema.parse(parseJson5(await readFile(file, 'utf8')).value);
  } catch (error) {
    const message = `The file ${file} can't be read, or is no preference set.`;
    throw new StartError(message, { exitCode: EXIT.failed, cause: error });
  }
}
