import { addServeCommand, createProgram, runProgram } from '@gpii/service-kit/cli';
import { cloudSettings } from './config.ts';
import { addImportCommands } from './import/import-commands.ts';
import { readPackageVersion } from './package-version.ts';

/** `gpii-cloud`: runs the cloud, and works on its data. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = createProgram(
    'gpii-cloud',
    'The GPII Cloud: auth server and settings, and its operator commands.',
    readPackageVersion(),
  );
  addServeCommand(program, cloudSettings, async (given) => {
    const { serveCloud } = await import('./serve.ts');
    await serveCloud(given);
  });
  addImportCommands(program);
  await runProgram(program, argv);
}
