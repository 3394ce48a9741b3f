import { mintSecret } from '@gpii/credentials';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit } from '../visit.ts';
import { SHOWN_SECRET, toFile } from './handed-out-page.tsx';
import { backToList, findOwn, isRevoked, pathOf, revokedAnswer } from './own-credential.tsx';

/** The credential file with a secret of its own: none is kept that could be shown again (DESIGN §4). */
export async function download(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const { words, dates, by } = visit;
  const { value: credential } = await findOwn(visit, rooms);
  if (await isRevoked(rooms, credential)) return revokedAnswer(visit, credential);
  if (credential.public) return publicAnswer(visit, credential.clientId);
  const label = words.credentials.newSecret.downloadLabel(dates.day(rooms.now()));
  const minted = await mintSecret(rooms, { clientId: credential.clientId, label, origin: 'downloaded' }, by);
  return { file: toFile(visit, rooms, minted) };
}

/**
 * The secret that a page shows, as a file: it comes with the form and is kept nowhere. Not in a link of the page: browsers
 * keep the addresses of downloads, and this one would hold the secret.
 */
export async function saveShown(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const { value: credential } = await findOwn(visit, rooms);
  const secret = visit.form.get(SHOWN_SECRET) ?? '';
  if (secret === '') return { goTo: visit.href(pathOf(credential.clientId)) };
  return { file: toFile(visit, rooms, { credential, secret }) };
}

/** A public application has no secret to hand out. */
export function publicAnswer(visit: AccountVisit, clientId: string): Answer {
  const { words, href } = visit;
  const body = (
    <>
      <p>{words.credentials.publicPage.text}</p>
      <p>
        <a href={href(pathOf(clientId))}>{words.credentials.already.toCredential}</a>
      </p>
    </>
  );
  return { page: { title: words.credentials.publicPage.title, back: backToList(visit), body }, status: 409 };
}
