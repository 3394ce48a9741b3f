import type { IncomingMessage, ServerResponse } from 'node:http';
import { mountAssets, sendOn } from '@gpii/pages';
import { CLOUD_ROUTES } from '@gpii/protocol';
import { contextOf, infusionFolder, type Express } from '@gpii/service-kit';
import { createAuthorizationCodes } from './authorization-codes.ts';
import { PageRefusal, RedirectRefusal } from './authorization-refusals.ts';
import type { AuthorizeRooms, PageRooms } from './authorize-rooms.ts';
import { createSendCode } from './send-code.ts';
import { sendRefusal } from './send-refusal.ts';
import { showPage } from './show-page.ts';
import { takeForm } from './take-form.ts';

type Answer = (rooms: PageRooms, request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Mounts the page on which a person signs in and shares preferences with a web application. The page keeps nothing
 * between its forms: the request stands in their address and is checked anew each time.
 *
 * @see RFC 6749 §4.1.1, §4.1.2; RFC 9700 §4.12 (303)
 */
export function mountAuthorize(app: Express, rooms: AuthorizeRooms): void {
  const files = mountAssets(app, infusionFolder);
  const all = { ...rooms, files, sendCode: createSendCode(createAuthorizationCodes(rooms)) };
  app.get(CLOUD_ROUTES.authorize, guard(all, showPage));
  app.post(CLOUD_ROUTES.authorize, guard(all, takeForm));
  app.all(CLOUD_ROUTES.authorize, guard(all, refuseMethod));
}

function refuseMethod(_rooms: PageRooms, _request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('Allow', 'GET, HEAD, POST');
  return Promise.reject(new PageRefusal('method_not_allowed', 'method', 405));
}

/** The one place where a refusal becomes a page, or goes back to the client. */
function guard(rooms: PageRooms, answer: Answer) {
  return async (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): Promise<void> => {
    try {
      await answer(rooms, request, response);
    } catch (error) {
      if (error instanceof RedirectRefusal) {
        contextOf(request).reason = error.reason;
        sendOn(response, error.location);
      } else if (!(await sendRefusal(rooms, { request, response, error }))) next(error);
    }
  };
}
