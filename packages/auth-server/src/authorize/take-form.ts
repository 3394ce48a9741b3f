import type { IncomingMessage, ServerResponse } from 'node:http';
import { takeBackConsent } from '@gpii/credentials';
import { isOwnForm, keyProblem, readCookie, sendOn, sessionCookieFor, toSetCookie } from '@gpii/pages';
import { contextOf } from '@gpii/service-kit';
import { readParameters } from '../read-parameters.ts';
import { signIn } from '../sign-in.ts';
import type { Parameters } from '../token/parse-parameters.ts';
import { PageRefusal, RedirectRefusal } from './authorization-refusals.ts';
import type { PageRooms } from './authorize-rooms.ts';
import { linkKey } from './link-key.ts';
import { readOffer } from './offer.ts';
import { consentPage } from './pages/consent-page.tsx';
import { keyPage } from './pages/key-page.tsx';
import { signInPage } from './pages/sign-in-page.tsx';
import { readSelection, share } from './share.ts';
import { readVisit, type Visit } from './visit.ts';

/** A form of a person who is signed in. */
type Decision = Visit & { readonly form: Parameters; readonly account: string };

/**
 * Takes a form of the page: sign-in, a GPII key, or what the person decided.
 *
 * @throws PageRefusal when it is not from a page of ours; RedirectRefusal `access_denied`.
 */
export async function takeForm(rooms: PageRooms, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = await readParameters(request);
  checkOrigin(rooms, request, form);
  const visit = await readVisit(request, response, rooms);
  const { account, context } = visit;
  if (form.get('decision') === undefined) {
    await beginSession(rooms, response, { ...visit, form });
  } else if (account === undefined) {
    // The session ended while the page was open: the person signs in, and is asked again.
    sendOn(response, context.action);
  } else {
    await decide(rooms, response, { ...visit, form, account });
  }
}

function checkOrigin({ publicUrl }: PageRooms, request: IncomingMessage, form: Parameters): void {
  const cookieValue = readCookie(request, sessionCookieFor(publicUrl()));
  if (isOwnForm(request, { cookieValue, formToken: form.get('form_token') ?? '', publicUrl: publicUrl() })) return;
  throw new PageRefusal('form_token_wrong', 'notOurForm', 403);
}

async function beginSession(
  rooms: PageRooms,
  response: ServerResponse,
  { form, context, send }: Visit & { readonly form: Parameters },
): Promise<void> {
  const request = response.req;
  const { clientAddress: address, requestId, logFields } = contextOf(request);
  const given = { email: form.get('email') ?? '', password: form.get('password') ?? '' };
  const account = await signIn(rooms, given, contextOf(request));
  if (account === undefined) {
    contextOf(request).reason = 'sign_in_refused';
    send(401, signInPage(context, true));
    return;
  }
  const session = await rooms.sessions.begin({
    account: account.email,
    address,
    userAgent: request.headers['user-agent'],
  });
  const actor = `account:${account.email}`;
  await rooms.audit.append(
    { actor, address, requestId },
    { action: 'account_signed_in', subject: actor, after: { clientId: logFields.clientId } },
  );
  response.setHeader('Set-Cookie', toSetCookie(sessionCookieFor(rooms.publicUrl()), session));
  sendOn(response, context.action);
}

async function decide(rooms: PageRooms, response: ServerResponse, given: Decision): Promise<void> {
  const decision = given.form.get('decision');
  if (decision === 'link') await addKey(rooms, response, given);
  else if (decision === 'allow' || decision === 'allow-all') await allow(rooms, response, given);
  else await deny(rooms, given);
}

async function addKey(rooms: PageRooms, response: ServerResponse, given: Decision): Promise<void> {
  const { context, asked, account, send } = given;
  const entered = { account, gpiiKey: given.form.get('gpii_key') ?? '', label: given.form.get('key_name') ?? '' };
  const outcome = await linkKey(rooms, entered, { by: given.by, from: contextOf(response.req) });
  if (outcome === 'linked') {
    sendOn(response, context.action);
    return;
  }
  const problems = [keyProblem(context.view, outcome)];
  const offer = await readOffer(rooms, { account, clientId: asked.client.clientId });
  const selection = { linkId: undefined, groups: offer.consent?.groups ?? [] };
  contextOf(response.req).reason = 'gpii_token_unknown';
  const isFirst = offer.links.length === 0;
  send(422, isFirst ? keyPage(context, account, problems) : consentPage(context, { offer, selection, problems }));
}

async function allow(rooms: PageRooms, response: ServerResponse, given: Decision): Promise<void> {
  const { form, context, asked, account, by, send } = given;
  const { clientId } = asked.client;
  const offer = await readOffer(rooms, { account, clientId });
  const selection = readSelection(form, offer);
  const shared = await share(rooms, { selection, offer, clientId, by }, context.words.share.problems);
  if ('consent' in shared) await rooms.sendCode(response, asked, shared.consent);
  else send(422, consentPage(context, { offer, selection, problems: shared.problems }));
}

/** Saying no takes back what was allowed before. */
async function deny(rooms: PageRooms, { asked, account, by }: Decision): Promise<never> {
  await takeBackConsent(rooms, { account, clientId: asked.client.clientId }, by);
  const message = 'The person did not allow it';
  throw new RedirectRefusal(asked.returnAddress, 'access_denied', { reason: 'consent_denied', message });
}
