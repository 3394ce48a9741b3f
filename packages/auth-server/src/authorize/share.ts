import { CredentialError, giveConsent, type Actor, type Consent } from '@gpii/credentials';
import { applicationGroup, PREFERENCE_GROUPS } from '@gpii/matchmaker';
import type { Problem } from '@gpii/pages';
import type { Parameters } from '../token/parse-parameters.ts';
import type { AuthorizeRooms } from './authorize-rooms.ts';
import type { Offer } from './offer.ts';
import type { Selection } from './pages/consent-page.tsx';
import type { AuthorizationRequest } from './read-authorization-request.ts';
import type { AuthorizeWords } from './words/en.ts';

/** What a consent form came to: a consent, or what the person has to put right. */
export type Shared = { readonly consent: Consent } | { readonly problems: readonly Problem[] };

/** What a form has ticked, of what was offered: nothing else can be shared. */
export function readSelection(form: Parameters, { links, applications }: Offer): Selection {
  const isAll = form.get('decision') === 'allow-all';
  const linkId = form.get('link') ?? (isAll && links.length === 1 ? links[0]?.linkId : undefined);
  const values = new Set([...form].filter(([name]) => name.startsWith('application-')).map(([, value]) => value));
  const groups = [
    ...PREFERENCE_GROUPS.map(({ id }) => id).filter((id) => isAll || form.get(`group-${id}`) === 'yes'),
    ...applications.filter(({ id }) => isAll || values.has(id)).map(({ id }) => applicationGroup(id)),
  ];
  return { linkId, groups };
}

/** Gives the consent that a form asks for. */
export async function share(
  rooms: AuthorizeRooms,
  { selection, offer, clientId, by }: { selection: Selection; offer: Offer; clientId: string; by: Actor },
  words: AuthorizeWords['share']['problems'],
): Promise<Shared> {
  const link = offer.links.find(({ linkId }) => linkId === selection.linkId);
  const { account } = offer;
  const problems: Problem[] = [];
  if (link === undefined) problems.push({ field: 'link', words: words.link });
  if (selection.groups.length === 0) problems.push({ field: 'groups', words: words.groups });
  if (link === undefined || problems.length > 0) return { problems };
  try {
    const { gpiiTokenHash } = link;
    return { consent: await giveConsent(rooms, { account, clientId, gpiiTokenHash, groups: selection.groups }, by) };
  } catch (error) {
    if (!(error instanceof CredentialError && error.reason === 'gpii_token_unknown')) throw error;
    return { problems: [{ field: 'link', words: words.linkGone }] };
  }
}

/**
 * Whether a consent of before counts without asking. A public client on this computer or with a scheme of its own can be
 * any program, so the person is asked each time (RFC 8252 §8.6).
 */
export function mayGoUnasked({ client, returnAddress, isAskedAnew }: AuthorizationRequest): boolean {
  return !isAskedAnew && (!client.public || returnAddress.redirectUri.startsWith('https://'));
}
