import { needAdministrator } from '../administrator.ts';
import { rotateOwnSecret } from '../cloud/hand-over.ts';
import { needPlace } from '../credential/save-credential.ts';
import type { CommandRooms, Report } from './command.ts';
import { readOwnCredential } from './own-credential.ts';
import { takeCredential } from './take-credential.ts';

/**
 * A new secret for this computer; the old one stays good for a while, so that no key-in fails.
 *
 * @throws StartError, CloudUnreachableError: what worked still does.
 */
export async function rotate(rooms: CommandRooms, { overlapHours }: { overlapHours: number }): Promise<Report> {
  const { settings, steps } = rooms;
  needAdministrator(settings.credentialFile, 'rotate');
  await needPlace(settings.credentialFile);
  const { file } = await rotateOwnSecret(settings.cloudUrl, readOwnCredential(settings.credentialFile), overlapHours);
  steps.done(`GPII Cloud made a new secret; the old one ends in ${overlapHours} h`);
  return takeCredential(rooms, file, 'rotate');
}
