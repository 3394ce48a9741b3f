import type { CredentialFile } from '@gpii/protocol';
import { clientIdPrefix, EXIT, explainRevocation, StartError } from '@gpii/service-kit/cli';
import { checkCredential, type CredentialVerdict } from '../cloud/check-credential.ts';
import { saveCredential } from '../credential/save-credential.ts';
import type { ChangeKind } from '../record/change-record.ts';
import type { CommandRooms, Report } from './command.ts';
import { note } from './note.ts';

/** How a client credential is shown: nothing secret. */
export function describeCredential({ installed }: CredentialFile): { name: string; clientIdPrefix: string } {
  const { client_id: clientId, client_secret: clientSecret, name } = installed;
  return { name, clientIdPrefix: clientIdPrefix({ clientId, clientSecret, name }) };
}

/**
 * Puts a credential to work: the cloud has to take it before anything that works is replaced.
 *
 * @param what - The way in which it came: for the record.
 * @throws StartError, CloudUnreachableError: nothing was saved.
 */
export async function takeCredential(
  rooms: CommandRooms,
  file: CredentialFile,
  what: Extract<ChangeKind, 'connect' | 'set' | 'sign-in' | 'enrol' | 'rotate'>,
): Promise<Report> {
  const { settings, steps } = rooms;
  await tryOut(rooms, file, what);
  await saveCredential(settings.credentialFile, file);
  steps.done('Saved for the access requester alone');
  const credential = describeCredential(file);
  await note(rooms, { what, credential });
  const { name } = credential;
  return {
    json: { state: 'connected', credential },
    lines: [`This computer is connected to GPII Cloud${name === '' ? '' : ` as “${name}”`}. People can key in now.`],
  };
}

async function tryOut({ settings, steps }: CommandRooms, file: CredentialFile, what: ChangeKind): Promise<void> {
  const { client_id: clientId, client_secret: clientSecret } = file.installed;
  let verdict: CredentialVerdict;
  try {
    verdict = await checkCredential(settings.cloudUrl, { clientId, clientSecret });
  } catch (error) {
    // The secret in place ends soon: the next one must not be lost because the cloud went away in between.
    if (what !== 'rotate') throw error;
    steps.say(
      'GPII Cloud gave no answer about the new secret. It is saved, because the old one ends. Look with: status',
    );
    return;
  }
  if (verdict.kind !== 'accepted') throw refused(verdict, file);
  steps.done(`GPII Cloud takes this credential (${verdict.durationMs} ms)`);
}

function refused(verdict: Exclude<CredentialVerdict, { kind: 'accepted' }>, file: CredentialFile): StartError {
  const message =
    verdict.kind === 'revoked'
      ? `${explainRevocation(describeCredential(file).name, verdict.revocation)} Nothing was saved.`
      : "GPII Cloud doesn't accept this client ID and secret. Nothing was saved. Download the file again, or copy both values without spaces.";
  return new StartError(message, { exitCode: EXIT.failed });
}
