import type { CredentialFile } from '@gpii/protocol';
import { clientIdPrefix, EXIT, StartError } from '@gpii/service-kit/cli';
import { checkCredential, type CredentialVerdict } from '../cloud/check-credential.ts';
import { saveCredential } from '../credential/save-credential.ts';
import type { CommandRooms, Report } from './command.ts';

/** How a client credential is shown: nothing secret. */
export function describeCredential({ installed }: CredentialFile): { name: string; clientIdPrefix: string } {
  const { client_id: clientId, client_secret: clientSecret, name } = installed;
  return { name, clientIdPrefix: clientIdPrefix({ clientId, clientSecret, name }) };
}

/**
 * Puts a credential to work: the cloud has to take it before anything that works is replaced.
 *
 * @throws StartError, CloudUnreachableError: nothing was saved.
 */
export async function takeCredential({ settings, steps }: CommandRooms, file: CredentialFile): Promise<Report> {
  const { client_id: clientId, client_secret: clientSecret } = file.installed;
  const verdict = await checkCredential(settings.cloudUrl, { clientId, clientSecret });
  if (verdict.kind !== 'accepted') throw refused(verdict, file);
  steps.done(`GPII Cloud takes this credential (${verdict.durationMs} ms)`);
  await saveCredential(settings.credentialFile, file);
  steps.done('Saved for the access requester alone');
  const { name, clientIdPrefix } = describeCredential(file);
  return {
    json: { state: 'connected', credential: { name, clientIdPrefix } },
    lines: [`This computer is connected to GPII Cloud${name === '' ? '' : ` as “${name}”`}. People can key in now.`],
  };
}

function refused(verdict: Exclude<CredentialVerdict, { kind: 'accepted' }>, file: CredentialFile): StartError {
  const message =
    verdict.kind === 'revoked'
      ? `${describeRevocation(verdict, describeCredential(file).name)} Nothing was saved.`
      : "GPII Cloud doesn't accept this client ID and secret. Nothing was saved. Download the file again, or copy both values without spaces.";
  return new StartError(message, { exitCode: EXIT.failed });
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** When, by whom and why a credential was revoked, and what to do (UX, the words). */
export function describeRevocation(
  { at, by, why }: Extract<CredentialVerdict, { kind: 'revoked' }>,
  name: string,
): string {
  const time = at === undefined ? Number.NaN : Date.parse(at);
  const on = Number.isNaN(time) ? '' : ` on ${DAY.format(time)}`;
  const who =
    by === undefined ? '' : ` by ${by.startsWith('client:') ? 'the computer itself' : by.replace(/^\w+:/, '')}`;
  const reason = why === undefined || why === '' ? '' : ` (reason: ${why})`;
  return `The credential “${name}” was revoked${on}${who}${reason}. It can't be switched back on. Connect again to make a new one.`;
}
