import type { Logger } from '../logger.ts';
import { StartError } from '../start-error.ts';
import {
  readCredentialFile,
  stampCredentialFile,
  type Credential,
  type CredentialProblem,
  type CredentialReading,
} from './read-credential-file.ts';

/** A credential as it was read at some time: a file that is replaced gives the next version. */
export interface HeldCredential extends Credential {
  readonly version: number;
}

/** The client credential of this computer, always as the file has it now. */
export interface CredentialKeeper {
  /** Undefined when this computer has none. */
  current(): HeldCredential | undefined;
  /** What is wrong with the file as it is now. The credential that was read before it went wrong is kept. */
  problem(): CredentialProblem | undefined;
}

/**
 * Begins to keep the credential of a file. There need not be one yet.
 *
 * @throws StartError (exit 78) when there is a file that cannot be used.
 */
export function openCredentialKeeper(path: string, logger: Pick<Logger, 'info' | 'warn'>): CredentialKeeper {
  let stamp = stampCredentialFile(path);
  let held: HeldCredential | undefined;
  let problem: CredentialProblem | undefined;
  let version = 0;

  const take = (reading: CredentialReading): void => {
    problem = reading.kind === 'problem' ? reading.problem : undefined;
    if (reading.kind === 'problem') {
      logger.warn({ ...reading.problem, isOldOneKept: held !== undefined }, 'credential file cannot be used');
      return;
    }
    held = reading.kind === 'credential' ? { ...reading.credential, version: (version += 1) } : undefined;
    if (held === undefined) logger.info({ reason: 'no_client_credential', path }, 'no client credential');
    else logger.info({ clientIdPrefix: clientIdPrefix(held), version }, 'client credential read');
  };
  const look = (): void => {
    const now = stampCredentialFile(path);
    if (now === stamp) return;
    // Taken before the file is read: a change in between is found next time.
    stamp = now;
    take(readCredentialFile(path));
  };

  const first = readCredentialFile(path);
  if (first.kind === 'problem') throw new StartError(first.problem.message);
  take(first);
  return {
    current: () => {
      look();
      return held;
    },
    problem: () => {
      look();
      return problem;
    },
  };
}

/** As much of a client id as people need to tell two apart. */
export function clientIdPrefix({ clientId }: Credential): string {
  return clientId.length <= 12 ? clientId : `${clientId.slice(0, 12)}…`;
}
