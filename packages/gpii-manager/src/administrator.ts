import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from '@gpii/service-kit/cli';

/** The command needs rights that this account has not (EX_NOPERM of sysexits.h). */
export const EXIT_NOT_ADMINISTRATOR = 77;

/**
 * Asked before anything else is: changing the credential needs an administrator, or the account that the credential's
 * folder belongs to.
 *
 * @param command - What was typed, without secrets: the words after `gpii-manager`.
 * @throws StartError (exit 77).
 */
export function needAdministrator(credentialFile: string, command: string): void {
  const uid = process.getuid?.();
  if (uid === undefined || uid === 0 || ownerOf(dirname(credentialFile)) === uid) return;
  throw new StartError(
    `Changing the credential needs an administrator. You can still see the status.\nRun: sudo gpii-manager ${command}`,
    { exitCode: EXIT_NOT_ADMINISTRATOR },
  );
}

function ownerOf(folder: string): number | undefined {
  try {
    return statSync(folder).uid;
  } catch {
    return undefined;
  }
}
