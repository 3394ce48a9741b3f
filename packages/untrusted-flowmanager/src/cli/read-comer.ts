import { EXIT, StartError } from '@gpii/service-kit/cli';
import { readGpiiToken } from './read-gpii-token.ts';
import type { Flags } from './running-commands.ts';
import type { ReadPreferences } from '../local/read-preference-file.ts';

/** Who keys in, and what they bring along. */
export interface Comer {
  readonly gpiiToken: string;
  readonly carried: ReadPreferences | undefined;
}

/**
 * Reads the GPII token and the preferences that come with it: from the argument and `--preferences FILE`, or both from the
 * medium of `--medium DIR`.
 *
 * @throws StartError: exit 64 when the command line contradicts itself, 78 for a file that can't be used.
 */
export async function readComer(argument: string | undefined, { medium, preferences }: Flags): Promise<Comer> {
  if (typeof medium === 'string') {
    if (argument !== undefined || preferences !== undefined) {
      throw usage('--medium brings the GPII token and its preferences: leave out TOKEN and --preferences.');
    }
    return checked(await readTheMedium(medium));
  }
  if (argument === undefined)
    throw usage('The GPII token is missing; - reads it from stdin, --medium DIR from a medium.');
  const gpiiToken = await readGpiiToken(argument);
  if (typeof preferences !== 'string') return { gpiiToken, carried: undefined };
  const { readPreferenceFile } = await import('../local/read-preference-file.ts');
  return checked({ gpiiToken, carried: await readPreferenceFile(preferences) });
}

async function readTheMedium(folder: string): Promise<Comer> {
  const { readMedium } = await import('../local/medium.ts');
  return readMedium(folder).catch((error: unknown) => {
    throw new StartError((error as Error).message, { exitCode: EXIT.config, cause: error });
  });
}

/** Whoever names a file wants to know that it is wrong; a listener goes on without it. */
function checked(comer: Comer): Comer {
  const { carried } = comer;
  if (carried === undefined || 'preferences' in carried) return comer;
  const { file, line, field, message } = carried.problem;
  throw new StartError(`${file}:${line} ${field === '' ? '' : `(${field}) `}${message}.`, { exitCode: EXIT.config });
}

function usage(message: string): StartError {
  return new StartError(message, { exitCode: EXIT.usage });
}
