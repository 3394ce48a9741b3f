import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { createProgram } from '@gpii/service-kit/cli';
import { InvalidArgumentError, Option, type Command } from 'commander';

/** What the command line of `npm start` says. */
export interface TrialOptions {
  /** Ends after the key-in of the demo person. */
  readonly once: boolean;
  /** Absolute path of the folder with all that the trial keeps. */
  readonly dataDir: string;
  /** 0 picks a free port, here and below. */
  readonly cloudPort: number;
  readonly requesterPort: number;
  readonly flowManagerPort: number;
  /** GPII token of the demo person. */
  readonly demo: string;
}

/** Where relative folders of the command line begin, and the folder that is taken when none is named. */
export interface TrialFolders {
  readonly currentDir: string;
  readonly defaultDataDir: string;
}

/** Makes the program of `npm start`, which runs the trial with the options of its command line. */
export function createTrialProgram(
  { currentDir, defaultDataDir }: TrialFolders,
  run: (options: TrialOptions) => Promise<void>,
): Command {
  const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
  return createProgram('npm start --', 'Run GPII on this computer: cloud, access requester and flow manager.', version)
    .option('--once', 'stop after the demo key-in: exit 0 when all went well')
    .addOption(
      new Option('--data-dir <DIR>', 'folder for all that the trial keeps').default(
        defaultDataDir,
        '.trial in the clone',
      ),
    )
    .option('--cloud-port <PORT>', 'port of the cloud; 0 picks a free one, here and below', parsePort, 8081)
    .option('--requester-port <PORT>', 'port of the access requester', parsePort, 8082)
    .option('--flow-manager-port <PORT>', 'port of the flow manager', parsePort, 8083)
    .option('--demo <TOKEN>', 'GPII token to key in with', parseToken, 'chidi-magnifier-contrast')
    .addHelpText(
      'after',
      '\nExit codes: 0 stopped, 1 a step failed, 64 wrong options, 69 a port, folder or build is not to be had.',
    )
    .action(async ({ once = false, dataDir, ...given }: Omit<TrialOptions, 'once'> & { once?: boolean }) => {
      await run({ ...given, once, dataDir: resolve(currentDir, dataDir) });
    });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('Expected a port number, 0 to 65535.');
  return port;
}

function parseToken(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected a GPII token.');
  return text;
}
