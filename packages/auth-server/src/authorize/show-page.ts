import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PageRooms } from './authorize-rooms.ts';
import { readOffer } from './offer.ts';
import { consentPage } from './pages/consent-page.tsx';
import { keyPage } from './pages/key-page.tsx';
import { signInPage } from './pages/sign-in-page.tsx';
import { mayGoUnasked } from './share.ts';
import { readVisit } from './visit.ts';

/**
 * Shows what is next for the person: signing in, adding a GPII key, or choosing what to share. Who has chosen before goes
 * straight back to the client.
 */
export async function showPage(rooms: PageRooms, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { asked, context, account, send } = await readVisit(request, response, rooms);
  if (account === undefined) {
    send(200, signInPage(context, false));
    return;
  }
  const offer = await readOffer(rooms, { account, clientId: asked.client.clientId });
  const { consent, links } = offer;
  if (consent !== undefined && mayGoUnasked(asked) && request.method === 'GET') {
    await rooms.sendCode(response, asked, consent);
    return;
  }
  const linkId = links.find(({ gpiiTokenHash }) => gpiiTokenHash === consent?.gpiiTokenHash)?.linkId;
  const selection = { linkId, groups: consent?.groups ?? [] };
  const isFirst = links.length === 0;
  send(200, isFirst ? keyPage(context, account, []) : consentPage(context, { offer, selection, problems: [] }));
}
