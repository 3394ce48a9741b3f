import type { IncomingMessage, ServerResponse } from 'node:http';
import { makeVisitor, sessionCookieFor, toSetCookie } from '@gpii/pages';
import type { AuthorizeRooms } from './authorize-rooms.ts';
import { readOffer } from './offer.ts';
import { consentPage } from './pages/consent-page.ts';
import { keyPage } from './pages/key-page.ts';
import { sendPage } from './pages/send-page.ts';
import { signInPage } from './pages/sign-in-page.ts';
import type { SendCode } from './send-code.ts';
import { mayGoUnasked } from './share.ts';
import { readVisit, toForm } from './visit.ts';

/**
 * Shows what is next for the person: signing in, adding a GPII key, or choosing what to share. Who has chosen before goes
 * straight back to the client.
 */
export async function showPage(
  rooms: AuthorizeRooms & { sendCode: SendCode },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { publicUrl } = rooms;
  const { asked, cookieValue = '', account } = await readVisit(request, rooms);
  if (account === undefined) {
    const visitor = makeVisitor();
    response.setHeader('Set-Cookie', toSetCookie(sessionCookieFor(publicUrl()), visitor));
    sendPage(response, 200, signInPage(toForm(request, { asked, cookieValue: visitor, publicUrl }), false));
    return;
  }
  const offer = await readOffer(rooms, { account, clientId: asked.client.clientId });
  const { consent, links } = offer;
  if (consent !== undefined && mayGoUnasked(asked) && request.method === 'GET') {
    await rooms.sendCode(response, asked, consent);
    return;
  }
  const form = toForm(request, { asked, cookieValue, publicUrl });
  const linkId = links.find(({ gpiiTokenHash }) => gpiiTokenHash === consent?.gpiiTokenHash)?.linkId;
  const selection = { linkId, groups: consent?.groups ?? [] };
  const page = links.length === 0 ? keyPage(form, account, []) : consentPage(form, { offer, selection, problems: [] });
  sendPage(response, 200, page);
}
