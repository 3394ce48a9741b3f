import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Name of the hidden field that carries the form token. */
export const FORM_TOKEN_FIELD = 'form_token';

/** The cookie of a browser in which nobody is signed in: nothing is stored for it, but a form can be bound to it. */
export function makeVisitor(): string {
  return randomBytes(32).toString('base64url');
}

/** The name of the session cookie. Under https no other host and no plain page can set it. */
export function sessionCookieFor(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-gpii_session' : 'gpii_session';
}

/** What a form carries to prove that it comes from a page that was shown under this cookie. */
export function formTokenOf(cookieValue: string): string {
  return createHash('sha256').update(`form:${cookieValue}`).digest('base64url');
}

/** Whether a form was sent from a page of ours, by the browser that it was shown to (SECURITY G-S4). */
export function isOwnForm(
  request: IncomingMessage,
  { cookieValue, formToken, publicUrl }: { cookieValue: string | undefined; formToken: string; publicUrl: string },
): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin } = request.headers;
  // Our pages send no referrer, so browsers say "null" here.
  if (origin !== undefined && origin !== 'null' && origin !== new URL(publicUrl).origin) return false;
  if (cookieValue === undefined) return false;
  const [expected, presented] = [Buffer.from(formTokenOf(cookieValue)), Buffer.from(formToken)];
  return expected.length === presented.length && timingSafeEqual(expected, presented);
}
