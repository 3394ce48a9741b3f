import type { IncomingMessage, ServerResponse } from 'node:http';
import { PasswordQueueFullError, type AccountRooms, type ClientVerifier, type Revocations } from '@gpii/credentials';
import { CLOUD_ROUTES } from '@gpii/protocol';
import { contextOf, Refusal, type Express } from '@gpii/service-kit';
import { passwordsWaiting } from '../passwords-waiting.ts';
import { readParameters } from '../read-parameters.ts';
import { signIn, type SignInRooms } from '../sign-in.ts';
import { createAuthorizationCodes } from './authorization-codes.ts';
import { PageRefusal, RedirectRefusal, toLocation } from './authorization-refusals.ts';
import { createConsents, mayGoUnasked } from './consents.ts';
import {
  consentPage,
  originOf,
  refusalPage,
  sendOn,
  sendPage,
  signInPage,
  waitPage,
  type FormContext,
} from './pages.ts';
import { readAuthorizationRequest, type AuthorizationRequest } from './read-authorization-request.ts';
import {
  cookieNameFor,
  createSessions,
  formTokenOf,
  isOwnForm,
  makeVisitor,
  readCookie,
  toSetCookie,
} from './sessions.ts';

/** What authorization by a person works with. */
export interface AuthorizeRooms extends SignInRooms, Pick<AccountRooms, 'now'> {
  readonly verifier: ClientVerifier;
  readonly revocations: Revocations;
  readonly publicUrl: () => string;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Mounts the page on which a person signs in and shares preferences with a web application. The page keeps nothing
 * between its forms: the request stands in their address and is checked anew each time.
 *
 * @see RFC 6749 §4.1.1, §4.1.2; RFC 9700 §4.12 (303)
 */
export function mountAuthorize(app: Express, rooms: AuthorizeRooms): void {
  const { show, take } = createAuthorize(rooms);
  app.get(CLOUD_ROUTES.authorize, guard(show));
  app.post(CLOUD_ROUTES.authorize, guard(take));
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
      } else next(error);
    }
  };
}

function createAuthorize(rooms: AuthorizeRooms): { show: Answer; take: Answer } {
  const { store, publicUrl, now } = rooms;
  const sessions = createSessions(rooms);
  const consents = createConsents(store, now);
  const codes = createAuthorizationCodes(rooms);

  async function sendCode(response: ServerResponse, asked: AuthorizationRequest, account: string): Promise<void> {
    const { client, returnAddress, redirectUriWasGiven, codeChallenge } = asked;
    const code = await codes.issue({
      clientId: client.clientId,
      account,
      redirectUri: returnAddress.redirectUri,
      redirectUriWasGiven,
      ...(codeChallenge === undefined ? {} : { codeChallenge }),
    });
    sendOn(response, toLocation(returnAddress, { code }));
  }

  async function beginSession(request: IncomingMessage, response: ServerResponse, given: SignIn): Promise<void> {
    const { clientAddress: address, requestId, logFields } = contextOf(request);
    const account = await signIn(rooms, given, contextOf(request));
    if (account === undefined) {
      contextOf(request).reason = 'sign_in_refused';
      sendPage(response, 401, signInPage(given.form, true));
      return;
    }
    const session = await sessions.begin(account.email);
    await rooms.audit.append(
      { actor: `account:${account.email}`, address, requestId },
      { action: 'account_signed_in', subject: `account:${account.email}`, after: { clientId: logFields.clientId } },
    );
    response.setHeader('Set-Cookie', toSetCookie(cookieNameFor(publicUrl()), session));
    sendOn(response, given.form.action);
  }

  return {
    show: async (request, response) => {
      const asked = await readAuthorizationRequest(queryOf(request), rooms);
      const { client, returnAddress } = asked;
      contextOf(request).logFields.clientId = client.clientId;
      const cookieName = cookieNameFor(publicUrl());
      const cookieValue = readCookie(request, cookieName);
      const session = await sessions.find(cookieValue);
      if (session === undefined) {
        const visitor = makeVisitor();
        response.setHeader('Set-Cookie', toSetCookie(cookieName, visitor));
        sendPage(response, 200, signInPage(toForm(request, asked, visitor), false));
        return;
      }
      const { account } = session;
      const isAsked =
        !mayGoUnasked(client, returnAddress.redirectUri) || !(await consents.has(account, client.clientId));
      if (!isAsked && request.method === 'GET') await sendCode(response, asked, account);
      else sendPage(response, 200, consentPage(toForm(request, asked, cookieValue ?? ''), account));
    },
    take: async (request, response) => {
      const form = await readParameters(request);
      const cookieValue = readCookie(request, cookieNameFor(publicUrl()));
      if (!isOwnForm(request, { cookieValue, formToken: form.get('form_token') ?? '', issuer: publicUrl() })) {
        throw new PageRefusal(
          'form_token_wrong',
          'The form did not come from a page that this browser was shown.',
          403,
        );
      }
      const asked = await readAuthorizationRequest(queryOf(request), rooms);
      const { clientId } = asked.client;
      contextOf(request).logFields.clientId = clientId;
      const context = toForm(request, asked, cookieValue ?? '');
      const [email, password, decision] = ['email', 'password', 'decision'].map((name) => form.get(name));
      const session = await sessions.find(cookieValue);
      if (decision !== undefined && session === undefined) {
        // The session ended while the page was open: the person signs in, and is asked again.
        sendOn(response, context.action);
      } else if (decision === undefined || session === undefined) {
        await beginSession(request, response, { email: email ?? '', password: password ?? '', form: context });
      } else if (decision === 'allow') {
        await consents.remember(session.account, clientId);
        await sendCode(response, asked, session.account);
      } else {
        const message = 'The person did not allow it';
        throw new RedirectRefusal(asked.returnAddress, 'access_denied', { reason: 'consent_denied', message });
      }
    },
  };

  function toForm(request: IncomingMessage, asked: AuthorizationRequest, cookieValue: string): FormContext {
    const path = new URL(publicUrl()).pathname.replace(/\/$/, '') + CLOUD_ROUTES.authorize;
    return {
      action: `${path}?${queryOf(request)}`,
      formToken: formTokenOf(cookieValue),
      clientName: asked.client.name || asked.client.clientId,
      formTarget: originOf(asked.returnAddress.redirectUri),
    };
  }
}

interface SignIn {
  readonly email: string;
  readonly password: string;
  readonly form: FormContext;
}

function queryOf(request: IncomingMessage): string {
  return /\?(.*)$/s.exec(request.url ?? '')?.[1] ?? '';
}
