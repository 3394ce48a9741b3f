import { CredentialError, LINK_LABEL_MAX_LENGTH, linkGpiiToken, type Actor, type LinkRooms } from '@gpii/credentials';
import type { Presenter } from '../limits/burst-records.ts';
import type { Limits } from '../limits/limits.ts';

/** What became of a GPII key that was entered. */
export type LinkOutcome = 'linked' | 'key_missing' | 'key_unknown' | 'label_too_long';

/**
 * Links a GPII key, as it was entered, to an account.
 *
 * @returns What became of it: the same for unknown and revoked keys.
 * @throws TokenError 429 `slow_down` after too many unknown keys for one account.
 */
export async function linkKey(
  rooms: LinkRooms & { readonly limits: Limits },
  given: { account: string; gpiiKey: string; label: string },
  { by, from }: { by: Actor; from: Presenter },
): Promise<LinkOutcome> {
  const { account } = given;
  // Cards and QR readers like to add a space.
  const gpiiToken = given.gpiiKey.trim();
  const label = given.label.trim();
  if (gpiiToken === '') return 'key_missing';
  if (label.length > LINK_LABEL_MAX_LENGTH) return 'label_too_long';
  const asker = { id: `account:${account}`, actor: by.actor, subject: `account:${account}` };
  const gpiiTokenHash = rooms.gpiiTokens.hash(gpiiToken);
  try {
    rooms.limits.checkGpiiToken(asker.id, gpiiTokenHash);
    await linkGpiiToken(rooms, { account, gpiiToken, label }, by);
    return 'linked';
  } catch (error) {
    if (!(error instanceof CredentialError && error.reason === 'gpii_token_unknown')) throw error;
    await rooms.limits.countUnknownGpiiToken(asker, gpiiTokenHash, from);
    return 'key_unknown';
  }
}
