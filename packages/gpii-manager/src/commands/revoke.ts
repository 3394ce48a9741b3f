import { clientIdPrefix, EXIT, StartError } from '@gpii/service-kit/cli';
import { needAdministrator } from '../administrator.ts';
import { CloudUnreachableError } from '../cloud/ask-cloud.ts';
import { revokeOwnSecret } from '../cloud/hand-over.ts';
import { nameAndId } from '../credential/describe-credential.ts';
import { forgetCredential } from '../credential/save-credential.ts';
import { askWhether, canAsk } from '../terminal/ask.ts';
import type { CommandRooms, Report } from './command.ts';
import { note } from './note.ts';
import { readOwnCredential } from './own-credential.ts';

const LOCAL_ONLY: Report = {
  json: { state: 'local-only' },
  lines: ['This computer is in local-only mode: settings stored on it apply.'],
};

/**
 * Ends the secret of this computer in the cloud, for ever, and then forgets it here.
 *
 * @throws StartError, CloudUnreachableError: nothing was changed.
 */
export async function revoke(rooms: CommandRooms, { yes }: { yes?: boolean }): Promise<Report> {
  const { settings, steps } = rooms;
  needAdministrator(settings.credentialFile, 'revoke');
  const credential = readOwnCredential(settings.credentialFile);
  const question = `End the secret of ${nameAndId({ ...credential, clientIdPrefix: clientIdPrefix(credential) })} on this computer? This can't be undone.`;
  await agree(yes, question);
  try {
    const outcome = await revokeOwnSecret(settings.cloudUrl, credential);
    steps.done(outcome === 'revoked' ? 'GPII Cloud ended the secret' : 'GPII Cloud did not take this secret any more');
  } catch (error) {
    if (!(error instanceof CloudUnreachableError)) throw error;
    const message = `${error.message} To take the credential off this computer all the same: gpii-manager forget. The cloud's copy then still works.`;
    throw new StartError(message, { exitCode: EXIT.unavailable, cause: error });
  }
  await forgetCredential(settings.credentialFile);
  steps.done('Forgotten on this computer');
  await note(rooms, { what: 'revoke' });
  return LOCAL_ONLY;
}

/** Takes the credential off this computer, and says that the cloud's copy still works. */
export async function forget(rooms: CommandRooms, { yes }: { yes?: boolean }): Promise<Report> {
  const { settings, steps } = rooms;
  needAdministrator(settings.credentialFile, 'forget');
  await agree(yes, 'Take the credential off this computer? Its secret stays good until it is revoked.');
  const wasThere = await forgetCredential(settings.credentialFile);
  steps.done(wasThere ? 'Forgotten on this computer' : 'There was none');
  if (wasThere) steps.say('The secret still works wherever else it is: revoke it on the account website.');
  if (wasThere) await note(rooms, { what: 'forget' });
  return LOCAL_ONLY;
}

async function agree(yes: boolean | undefined, question: string): Promise<void> {
  if (yes === true) return;
  if (!canAsk())
    throw new StartError('Nobody can be asked here: say --yes. Nothing was changed.', { exitCode: EXIT.usage });
  if (!(await askWhether(question))) throw new StartError('Nothing was changed.', { exitCode: EXIT.failed });
}
