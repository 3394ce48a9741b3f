import { listOwnCredentials, showCredential } from '@gpii/credentials';
import type { SiteRooms } from '../site-rooms.ts';

/** Credentials that a person can pick from. */
export interface Choices {
  readonly credentials: readonly { readonly clientId: string; readonly name: string; readonly secrets: number }[];
  /** How many there are, of which `credentials` has the first. */
  readonly found: number;
  /** How many the account has. */
  readonly all: number;
}

/** A list that a person can still look through. */
export const CHOICES_SHOWN = 25;

/** Credentials of computers that an account has, in force; those with `find` in name or client id, where it is given. */
export async function readChoices(
  rooms: SiteRooms,
  { owner, find }: { owner: string; find: string },
): Promise<Choices> {
  const own = await listOwnCredentials(rooms, owner);
  const all = own.filter(({ type, isRevoked }) => type === 'installed' && !isRevoked);
  const wanted = find.trim().toLowerCase();
  const found = all.filter(({ name, clientId }) => `${name}\n${clientId}`.toLowerCase().includes(wanted));
  const credentials = await Promise.all(
    found.slice(0, CHOICES_SHOWN).map(async ({ clientId, name }) => {
      const { secrets } = await showCredential(rooms, clientId);
      return { clientId, name, secrets: secrets.filter(({ ended }) => !ended).length };
    }),
  );
  return { credentials, found: found.length, all: all.length };
}
