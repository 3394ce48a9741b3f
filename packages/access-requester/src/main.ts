import {
  addConfigCommands,
  addServeCommand,
  createProgram,
  readPackageVersion,
  runProgram,
} from '@gpii/service-kit/cli';
import { makeChannelKey } from './channel/make-channel-key.ts';
import { accessRequesterSettings } from './config.ts';

/** Runs `gpii-access-requester` with its arguments. Kettle is loaded by `serve` alone. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = createProgram(
    'gpii-access-requester',
    'Holds the client credential of this computer; turns a GPII token into an access token.',
    readPackageVersion(new URL('../package.json', import.meta.url)),
  );
  addServeCommand(program, accessRequesterSettings, async (given) => {
    const { serve } = await import('./serve.ts');
    await serve(given);
  });
  addConfigCommands(program, accessRequesterSettings, async () => {
    const { configService } = await import('./serve.ts');
    return configService;
  });
  program
    .command('channel-key')
    .description(
      'Make a new channel key: the file that this server and the flow manager share when they talk over TCP.',
    )
    .argument('<FILE>', 'path of the new file; one that exists is left alone')
    .action((file: string) => {
      makeChannelKey(file);
      process.stdout.write(`Made a channel key in ${file}. Only the account that made it can read it.\n`);
    });
  await runProgram(program, argv);
}
