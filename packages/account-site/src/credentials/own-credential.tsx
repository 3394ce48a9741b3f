import { CredentialError, findCredential, type ClientCredential } from '@gpii/credentials';
import type { Found } from '@gpii/store';
import type { SiteRooms } from '../site-rooms.ts';
import { notThere } from '../site-refusals.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit } from '../visit.ts';

/** Address of a credential, or of something about it. Client ids of imports may have any ASCII in them. */
export function pathOf(clientId: string, ...more: readonly string[]): string {
  return ['/credentials', ...[clientId, ...more].map(encodeURIComponent)].join('/');
}

/** Address of the page that ends a secret. */
export const endPathOf = (clientId: string, secretId: string): string => pathOf(clientId, 'secrets', secretId, 'end');

/**
 * The credential that the address names, when it belongs to the account.
 *
 * @throws Refusal 404, also when it is somebody else's (CONFORMANCE W12).
 */
export async function findOwn({ params, account }: AccountVisit, rooms: SiteRooms): Promise<Found<ClientCredential>> {
  const found = await findCredential(rooms, params.id ?? '').catch((error: unknown) => {
    if (error instanceof CredentialError) throw notThere();
    throw error;
  });
  if (found.value.owner !== account.email.toLowerCase()) throw notThere();
  return found;
}

/** What it is called; names of imports may be empty. */
export function nameOf({ words }: AccountVisit, { name }: Pick<ClientCredential, 'name'>): string {
  return name.trim() === '' ? words.credentials.unnamed : name;
}

/** Whether it was revoked, on whichever node. */
export async function isRevoked(rooms: SiteRooms, { clientId }: ClientCredential): Promise<boolean> {
  await rooms.store.feed?.catchUp();
  return rooms.revocations.find('credential', clientId) !== undefined;
}

/** Says that it was revoked, and that nothing brings it back (W16, W17). */
export function revokedAnswer(visit: AccountVisit, { clientId }: ClientCredential): Answer {
  const { words, href, context } = visit;
  context.reason = 'credential_revoked';
  const body = (
    <>
      <p>{words.credentials.revokedPage.text}</p>
      <p>
        <a href={href(pathOf(clientId))}>{words.credentials.revokedPage.look}</a>
      </p>
    </>
  );
  return { page: { title: words.credentials.revokedPage.title, back: backToList(visit), body }, status: 410 };
}

/** The link above the heading. */
export function backToList({ words, href }: AccountVisit): { href: string; text: string } {
  return { href: href('/credentials'), text: words.credentials.backToList };
}
