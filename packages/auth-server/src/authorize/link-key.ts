import { CredentialError, LINK_LABEL_MAX_LENGTH, linkGpiiToken, type Actor } from '@gpii/credentials';
import type { Presenter } from '../limits/burst-records.ts';
import type { Parameters } from '../token/parse-parameters.ts';
import type { AuthorizeRooms } from './authorize-rooms.ts';
import type { Problem } from './pages/send-page.ts';

const UNKNOWN = "We don't know this key. Try again, or ask the staff for help.";

/**
 * Links the GPII key of a form to an account.
 *
 * @returns What the person has to put right; empty when the key is linked. Unknown and revoked keys get the same words.
 * @throws TokenError 429 `slow_down` after too many unknown keys for one account.
 */
export async function linkKey(
  rooms: AuthorizeRooms,
  { form, account, by }: { form: Parameters; account: string; by: Actor },
  from: Presenter,
): Promise<readonly Problem[]> {
  // Cards and QR readers like to add a space.
  const gpiiToken = form.get('gpii_key')?.trim() ?? '';
  const label = form.get('key_name')?.trim() ?? '';
  if (gpiiToken === '') return [{ field: 'gpii_key', words: 'Enter your GPII key.' }];
  if (label.length > LINK_LABEL_MAX_LENGTH) {
    return [{ field: 'key_name', words: `Give the key a name of at most ${LINK_LABEL_MAX_LENGTH} characters.` }];
  }
  const asker = { id: `account:${account}`, actor: by.actor, subject: `account:${account}` };
  const gpiiTokenHash = rooms.gpiiTokens.hash(gpiiToken);
  try {
    rooms.limits.checkGpiiToken(asker.id, gpiiTokenHash);
    await linkGpiiToken(rooms, { account, gpiiToken, label }, by);
    return [];
  } catch (error) {
    if (!(error instanceof CredentialError && error.reason === 'gpii_token_unknown')) throw error;
    await rooms.limits.countUnknownGpiiToken(asker, gpiiTokenHash, from);
    return [{ field: 'gpii_key', words: UNKNOWN }];
  }
}
