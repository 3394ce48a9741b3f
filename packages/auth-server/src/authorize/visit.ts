import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Actor } from '@gpii/credentials';
import { beginView, sendPage, type Page } from '@gpii/pages';
import { CLOUD_ROUTES, rawQueryOf } from '@gpii/protocol';
import { contextOf } from '@gpii/service-kit';
import type { PageRooms } from './authorize-rooms.ts';
import type { PageContext } from './pages/page-context.ts';
import { readAuthorizationRequest, type AuthorizationRequest } from './read-authorization-request.ts';
import { originOf } from './redirect-uris.ts';
import { AUTHORIZE_WORDS } from './words/words.ts';

/** One look at the page: what the client asks, and who is there. */
export interface Visit {
  readonly asked: AuthorizationRequest;
  /** What its pages are drawn with. */
  readonly context: PageContext;
  /** Email address of the account that is signed in; undefined when nobody is. */
  readonly account: string | undefined;
  /** The person, for the audit log. */
  readonly by: Actor;
  /** Answers with a page, and the cookies of a first visit. */
  readonly send: (status: number, page: Page) => void;
}

/**
 * Reads the authorization request and the session of a request.
 *
 * @throws PageRefusal, RedirectMismatch, RedirectRefusal as `readAuthorizationRequest` does.
 */
export async function readVisit(request: IncomingMessage, response: ServerResponse, rooms: PageRooms): Promise<Visit> {
  const rawQuery = rawQueryOf(request.url);
  const asked = await readAuthorizationRequest(rawQuery, rooms);
  const { logFields, clientAddress, requestId } = contextOf(request);
  logFields.clientId = asked.client.clientId;
  const { view, givenCookie, cookies } = beginView(request, { publicUrl: rooms.publicUrl(), files: rooms.files });
  const account = (await rooms.sessions.find(givenCookie))?.account;
  return {
    asked,
    context: {
      view,
      words: AUTHORIZE_WORDS[view.language],
      action: `${view.base}${CLOUD_ROUTES.authorize}?${rawQuery}`,
      clientName: asked.client.name || asked.client.clientId,
      formTarget: originOf(asked.returnAddress.redirectUri),
    },
    account,
    by: { actor: `account:${account ?? ''}`, address: clientAddress, requestId },
    send: (status, page) => {
      if (cookies.length > 0) response.setHeader('Set-Cookie', cookies);
      sendPage(response, { status, view, page });
    },
  };
}
