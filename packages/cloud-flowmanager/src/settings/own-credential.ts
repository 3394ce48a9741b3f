import { openCredentialKeeper, StartError, type CredentialKeeper } from '@gpii/service-kit/cli';
import type { Logger } from '@gpii/service-kit';

/** The credential file was there when the server started, and is gone. */
export class NoOwnCredentialError extends Error {}

/**
 * Reads this server's own client credential, and again whenever the file changes.
 *
 * @throws StartError (exit 78) when there is none, or it cannot be used.
 */
export function openOwnCredential(file: string, logger: Pick<Logger, 'info' | 'warn'>): CredentialKeeper {
  const keeper = openCredentialKeeper(file, logger);
  if (keeper.current() === undefined) throw new StartError(`There is no client credential file ${file}.`);
  return keeper;
}
