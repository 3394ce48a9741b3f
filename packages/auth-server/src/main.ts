import { addOperatorCommands } from '@gpii/operator/cli';
import {
  addConfigCommands,
  addServeCommand,
  createProgram,
  readPackageVersion,
  runProgram,
} from '@gpii/service-kit/cli';
import { authServerSettings } from './config.ts';

/** `gpii-auth-server`: runs the auth server alone, and works on its data. Kettle is loaded by what needs it. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = createProgram(
    'gpii-auth-server',
    'The auth server of the GPII Cloud by itself, and its operator commands.',
    readPackageVersion(new URL('../package.json', import.meta.url)),
  );
  addServeCommand(program, authServerSettings, async (given) => {
    const [{ runService }, { authServerService }] = await load();
    await runService(authServerService, given);
  });
  addConfigCommands(program, authServerSettings, async () => {
    const [{ checkService, settleService }, { authServerService }] = await load();
    return {
      check: (given) => checkService(authServerService, given),
      settle: (given) => settleService(authServerService, given),
    };
  });
  addOperatorCommands(program);
  await runProgram(program, argv);
}

function load(): Promise<[typeof import('@gpii/service-kit'), typeof import('./serve.ts')]> {
  return Promise.all([import('@gpii/service-kit'), import('./serve.ts')]);
}
