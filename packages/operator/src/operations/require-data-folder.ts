import { readdir } from 'node:fs/promises';
import { EXIT, StartError } from '@gpii/service-kit/cli';

/** What a data folder has one of; `keys.json` may have been put there first, and the revocation file may be all that is left. */
const SIGNS = ['core', 'operator.json', 'keys.json', 'revocations.log'];

/**
 * Passes a data folder, or an empty one that was made to become one.
 *
 * @throws StartError (exit 69) for any other: most likely its name was mistyped, and nothing is put there.
 */
export async function requireDataFolder(dataDir: string): Promise<void> {
  let names: readonly string[];
  try {
    names = await readdir(dataDir);
  } catch (error) {
    throw new StartError(`There is no data folder ${dataDir}. "gpii-cloud serve" makes one; look for a typing error.`, {
      exitCode: EXIT.unavailable,
      cause: error,
    });
  }
  const others = names.filter((name) => name !== 'lost+found');
  if (others.length === 0 || others.some((name) => SIGNS.includes(name))) return;
  throw new StartError(`The folder ${dataDir} has other things in it and no data of GPII Cloud: it is left alone.`, {
    exitCode: EXIT.unavailable,
  });
}
