import type { IncomingMessage } from 'node:http';
import type { Actor } from '@gpii/credentials';
import { formTokenOf, readCookie, sessionCookieFor } from '@gpii/pages';
import { CLOUD_ROUTES, rawQueryOf } from '@gpii/protocol';
import { contextOf } from '@gpii/service-kit';
import type { AuthorizeRooms } from './authorize-rooms.ts';
import type { FormContext } from './pages/form.ts';
import { originOf } from './pages/send-page.ts';
import { readAuthorizationRequest, type AuthorizationRequest } from './read-authorization-request.ts';

/** One look at the page: what the client asks, and who is there. */
export interface Visit {
  readonly asked: AuthorizationRequest;
  readonly cookieValue: string | undefined;
  /** Email address of the account that is signed in; undefined when nobody is. */
  readonly account: string | undefined;
  /** The person, for the audit log. */
  readonly by: Actor;
}

/**
 * Reads the authorization request and the session of a request.
 *
 * @throws PageRefusal, RedirectRefusal as `readAuthorizationRequest` does.
 */
export async function readVisit(request: IncomingMessage, rooms: AuthorizeRooms): Promise<Visit> {
  const asked = await readAuthorizationRequest(rawQueryOf(request.url), rooms);
  const context = contextOf(request);
  context.logFields.clientId = asked.client.clientId;
  const cookieValue = readCookie(request, sessionCookieFor(rooms.publicUrl()));
  const account = (await rooms.sessions.find(cookieValue))?.account;
  const by = {
    actor: `account:${account ?? ''}`,
    address: context.clientAddress,
    requestId: context.requestId,
  };
  return { asked, cookieValue, account, by };
}

/** What a form of this page is made with, for the browser that has this cookie. */
export function toForm(
  request: IncomingMessage,
  { asked, cookieValue, publicUrl }: { asked: AuthorizationRequest; cookieValue: string; publicUrl: () => string },
): FormContext {
  const path = new URL(publicUrl()).pathname.replace(/\/$/, '') + CLOUD_ROUTES.authorize;
  return {
    action: `${path}?${rawQueryOf(request.url)}`,
    formToken: formTokenOf(cookieValue),
    clientName: asked.client.name || asked.client.clientId,
    formTarget: originOf(asked.returnAddress.redirectUri),
  };
}
