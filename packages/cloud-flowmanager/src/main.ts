import { addOperatorCommands } from '@gpii/operator/cli';
import {
  addConfigCommands,
  addServeCommand,
  createProgram,
  readPackageVersion,
  runProgram,
} from '@gpii/service-kit/cli';
import { cloudSettings } from './cloud-settings.ts';

/** `gpii-cloud`: runs the cloud, and works on its data. Kettle is loaded by what needs it. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = createProgram(
    'gpii-cloud',
    'The GPII Cloud: auth server and settings, and its operator commands.',
    readPackageVersion(new URL('../package.json', import.meta.url)),
  );
  addServeCommand(program, cloudSettings, async (given) => {
    const [{ runService }, { cloudServiceFor }] = await load();
    await runService(cloudServiceFor(given), given);
  });
  addConfigCommands(program, cloudSettings, async (given) => {
    const [{ checkService, settleService }, { cloudServiceFor }] = await load();
    const service = cloudServiceFor(given);
    return {
      check: (words) => checkService(service, words),
      settle: (words) => settleService(service, words),
    };
  });
  addOperatorCommands(program);
  await runProgram(program, argv);
}

function load(): Promise<[typeof import('@gpii/service-kit'), typeof import('./serve.ts')]> {
  return Promise.all([import('@gpii/service-kit'), import('./serve.ts')]);
}
