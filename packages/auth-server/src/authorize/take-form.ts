import type { IncomingMessage, ServerResponse } from 'node:http';
import { LINK_LABEL_MAX_LENGTH, takeBackConsent, type Actor } from '@gpii/credentials';
import { isOwnForm, readCookie, sessionCookieFor, toSetCookie } from '@gpii/pages';
import { contextOf } from '@gpii/service-kit';
import { readParameters } from '../read-parameters.ts';
import { signIn } from '../sign-in.ts';
import type { Parameters } from '../token/parse-parameters.ts';
import { PageRefusal, RedirectRefusal } from './authorization-refusals.ts';
import type { AuthorizeRooms } from './authorize-rooms.ts';
import { linkKey, type LinkOutcome } from './link-key.ts';
import { readOffer } from './offer.ts';
import { consentPage } from './pages/consent-page.ts';
import type { FormContext } from './pages/form.ts';
import { keyPage } from './pages/key-page.ts';
import { sendOn, sendPage, type Problem } from './pages/send-page.ts';
import { signInPage } from './pages/sign-in-page.ts';
import type { AuthorizationRequest } from './read-authorization-request.ts';
import type { SendCode } from './send-code.ts';
import { readSelection, share } from './share.ts';
import { readVisit, toForm } from './visit.ts';

/** What the forms of the page work with. */
export type FormRooms = AuthorizeRooms & { readonly sendCode: SendCode };

/** What the person has to put right. */
const KEY_PROBLEMS: Readonly<Record<Exclude<LinkOutcome, 'linked'>, Problem>> = {
  key_missing: { field: 'gpii_key', words: 'Enter your GPII key.' },
  key_unknown: { field: 'gpii_key', words: "We don't know this key. Try again, or ask the staff for help." },
  label_too_long: {
    field: 'key_name',
    words: `Give the key a name of at most ${LINK_LABEL_MAX_LENGTH} characters.`,
  },
};

/** A form of a person who is signed in. */
interface Decision {
  readonly form: Parameters;
  readonly context: FormContext;
  readonly asked: AuthorizationRequest;
  readonly account: string;
  readonly by: Actor;
}

/**
 * Takes a form of the page: sign-in, a GPII key, or what the person decided.
 *
 * @throws PageRefusal when it is not from a page of ours; RedirectRefusal `access_denied`.
 */
export async function takeForm(rooms: FormRooms, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = await readParameters(request);
  checkOrigin(rooms, request, form);
  const { asked, cookieValue = '', account, by } = await readVisit(request, rooms);
  const context = toForm(request, { asked, cookieValue, publicUrl: rooms.publicUrl });
  const decision = form.get('decision');
  if (decision === undefined) {
    await beginSession(rooms, { request, response, form, context });
  } else if (account === undefined) {
    // The session ended while the page was open: the person signs in, and is asked again.
    sendOn(response, context.action);
  } else {
    await decide(rooms, response, { form, context, asked, account, by });
  }
}

function checkOrigin({ publicUrl }: FormRooms, request: IncomingMessage, form: Parameters): void {
  const cookieValue = readCookie(request, sessionCookieFor(publicUrl()));
  if (isOwnForm(request, { cookieValue, formToken: form.get('form_token') ?? '', publicUrl: publicUrl() })) return;
  throw new PageRefusal('form_token_wrong', 'The form did not come from a page that this browser was shown.', 403);
}

async function beginSession(
  rooms: FormRooms,
  visit: { request: IncomingMessage; response: ServerResponse; form: Parameters; context: FormContext },
): Promise<void> {
  const { request, response, form, context } = visit;
  const { clientAddress: address, requestId, logFields } = contextOf(request);
  const given = { email: form.get('email') ?? '', password: form.get('password') ?? '' };
  const account = await signIn(rooms, given, contextOf(request));
  if (account === undefined) {
    contextOf(request).reason = 'sign_in_refused';
    sendPage(response, 401, signInPage(context, true));
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

async function decide(rooms: FormRooms, response: ServerResponse, given: Decision): Promise<void> {
  const decision = given.form.get('decision');
  if (decision === 'link') await addKey(rooms, response, given);
  else if (decision === 'allow' || decision === 'allow-all') await allow(rooms, response, given);
  else await deny(rooms, given);
}

async function addKey(rooms: FormRooms, response: ServerResponse, given: Decision): Promise<void> {
  const { context, asked, account } = given;
  const entered = { account, gpiiKey: given.form.get('gpii_key') ?? '', label: given.form.get('key_name') ?? '' };
  const outcome = await linkKey(rooms, entered, { by: given.by, from: contextOf(response.req) });
  if (outcome === 'linked') {
    sendOn(response, context.action);
    return;
  }
  const problems = [KEY_PROBLEMS[outcome]];
  const offer = await readOffer(rooms, { account, clientId: asked.client.clientId });
  const selection = { linkId: undefined, groups: offer.consent?.groups ?? [] };
  contextOf(response.req).reason = 'gpii_token_unknown';
  const page =
    offer.links.length === 0
      ? keyPage(context, account, problems)
      : consentPage(context, { offer, selection, problems });
  sendPage(response, 422, page);
}

async function allow(rooms: FormRooms, response: ServerResponse, given: Decision): Promise<void> {
  const { form, context, asked, account, by } = given;
  const { clientId } = asked.client;
  const offer = await readOffer(rooms, { account, clientId });
  const selection = readSelection(form, offer);
  const shared = await share(rooms, { selection, offer, clientId, by });
  if ('consent' in shared) await rooms.sendCode(response, asked, shared.consent);
  else sendPage(response, 422, consentPage(context, { offer, selection, problems: shared.problems }));
}

/** Saying no takes back what was allowed before. */
async function deny(rooms: FormRooms, { asked, account, by }: Decision): Promise<never> {
  await takeBackConsent(rooms, { account, clientId: asked.client.clientId }, by);
  const message = 'The person did not allow it';
  throw new RedirectRefusal(asked.returnAddress, 'access_denied', { reason: 'consent_denied', message });
}
