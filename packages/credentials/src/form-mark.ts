import { createHash, randomBytes } from 'node:crypto';
import { ConflictError } from '@gpii/store';
import type { CredentialRooms } from './credential-rooms.ts';
import { bucketEndFor, type Session } from './sessions.ts';

/** What a form carries that may be sent once: as many random bits as nobody guesses. */
export function makeFormMark(): string {
  return randomBytes(18).toString('base64url');
}

/**
 * Takes a form that may be sent once: create-only, so of any number of times the first wins. The mark lies in the bucket
 * of the session, without which the form is refused anyway, and goes with it.
 *
 * @param value - What the first sending is about.
 * @returns What the first sending was about; undefined when this is the first.
 */
export async function takeFormOnce<T extends object>(
  { store }: Pick<CredentialRooms, 'store'>,
  { mark, session, value }: { mark: string; session: Session; value: T },
): Promise<T | undefined> {
  const buckets = store.accessTokens;
  const bucketName = buckets.bucketNameFor(bucketEndFor(session.expiresAtMs));
  const id = `formMark:${createHash('sha256').update(`${session.account}\0${mark}`).digest('base64url')}`;
  try {
    await buckets.create(bucketName, id, value);
    return undefined;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    return (await buckets.get<T>(bucketName, id)) ?? value;
  }
}
