import { mintSecret } from '@gpii/credentials';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit } from '../visit.ts';
import { toFile } from './handed-out-page.tsx';
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
