import { EXIT, readCredentialFile, StartError, type Credential } from '@gpii/service-kit/cli';

/**
 * The credential of this computer, for an administrator.
 *
 * @throws StartError when there is none, or it cannot be read.
 */
export function readOwnCredential(path: string): Credential {
  const reading = readCredentialFile(path);
  if (reading.kind === 'credential') return reading.credential;
  const message =
    reading.kind === 'missing'
      ? 'This computer has no client credential: it is in local-only mode. Nothing was changed.'
      : `${reading.problem.message} Nothing was changed.`;
  throw new StartError(message, { exitCode: EXIT.failed });
}
