import type { IncomingMessage, ServerResponse } from 'node:http';
import { PasswordQueueFullError } from '@gpii/credentials';
import { CLOUD_ROUTES } from '@gpii/protocol';
import { contextOf, Refusal, type Express } from '@gpii/service-kit';
import { StoreUnavailableError } from '@gpii/store';
import { passwordsWaiting } from '../passwords-waiting.ts';
import { createAuthorizationCodes } from './authorization-codes.ts';
import { RedirectRefusal } from './authorization-refusals.ts';
import type { AuthorizeRooms } from './authorize-rooms.ts';
import { refusalPage } from './pages/refusal-page.ts';
import { sendOn, sendPage } from './pages/send-page.ts';
import { waitPage } from './pages/wait-page.ts';
import { createSendCode } from './send-code.ts';
import { showPage } from './show-page.ts';
import { takeForm } from './take-form.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Mounts the page on which a person signs in and shares preferences with a web application. The page keeps nothing
 * between its forms: the request stands in their address and is checked anew each time.
 *
 * @see RFC 6749 §4.1.1, §4.1.2; RFC 9700 §4.12 (303)
 */
export function mountAuthorize(app: Express, rooms: AuthorizeRooms): void {
  const sendCode = createSendCode(createAuthorizationCodes(rooms));
  const all = { ...rooms, sendCode };
  app.get(
    CLOUD_ROUTES.authorize,
    guard((request, response) => showPage(all, request, response)),
  );
  app.post(
    CLOUD_ROUTES.authorize,
    guard((request, response) => takeForm(all, request, response)),
  );
  app.all(CLOUD_ROUTES.authorize, (_request, response) => {
    response.setHeader('Allow', 'GET, HEAD, POST');
    const page = refusalPage('This address takes GET and POST only.');
    contextOf(response.req).reason = 'method_not_allowed';
    sendPage(response, 405, page);
  });
}

/** The one place where a refusal becomes a page, or goes back to the client. */
function guard(answer: Answer) {
  return async (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): Promise<void> => {
    try {
      await answer(request, response);
    } catch (caught) {
      const error = caught instanceof PasswordQueueFullError ? passwordsWaiting(caught) : caught;
      if (error instanceof RedirectRefusal) {
        contextOf(request).reason = error.reason;
        sendOn(response, error.location);
      } else if (error instanceof Refusal) {
        contextOf(request).reason = error.reason;
        const { retryAfterSeconds: seconds } = error;
        if (seconds !== undefined) response.setHeader('Retry-After', String(seconds));
        sendPage(response, error.status, seconds === undefined ? refusalPage(error.message) : waitPage(error));
      } else if (error instanceof StoreUnavailableError) {
        contextOf(request).reason = 'store_unavailable';
        response.setHeader('Retry-After', String(Math.ceil(error.retryAfterSeconds)));
        sendPage(response, 503, refusalPage('GPII Cloud cannot reach its database. Nothing is lost: try again soon.'));
      } else next(error);
    }
  };
}
