import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

const STYLE =
  'body{font:1.125rem/1.5 system-ui,sans-serif;max-inline-size:34rem;margin:2rem auto;padding-inline:1rem}' +
  'label,input,button{display:block;font:inherit}input{inline-size:100%;box-sizing:border-box;padding:.4rem}' +
  'label,button{margin-block-start:1rem}button{padding:.5rem 1rem}[role=alert]{border-inline-start:.4rem solid;padding:.5rem}';
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** A page: its `h1` is its title (STYLE §7). `body` is HTML. */
export interface Page {
  readonly title: string;
  readonly hasError?: boolean;
  readonly body: string;
  /** Where its form may lead to, by way of our answer: an address of the client. */
  readonly formTarget?: string;
}

/** What a form of these pages is made with. */
export interface FormContext {
  /** Where it is sent: the address of the page, query and all. */
  readonly action: string;
  readonly formToken: string;
  readonly clientName: string;
  readonly formTarget: string;
}

/** Asks who the person is. */
export function signInPage({ action, formToken, clientName, formTarget }: FormContext, wasRefused: boolean): Page {
  const alert = wasRefused
    ? '<p role="alert">The email address and the password do not belong together. Check both and sign in again.</p>'
    : '';
  const fields =
    '<label for="email">Email address</label><input id="email" name="email" type="email" autocomplete="username" required>' +
    '<label for="password">Password</label>' +
    '<input id="password" name="password" type="password" autocomplete="current-password" required>' +
    '<button type="submit">Sign in</button>';
  const body = `${alert}<p>Sign in to go on to ${escapeHtml(clientName)}.</p>${form(action, formToken, fields)}`;
  return { title: 'Sign in', hasError: wasRefused, body, formTarget };
}

/** Asks whether the application may have the preferences. */
export function consentPage({ action, formToken, clientName, formTarget }: FormContext, account: string): Page {
  const name = escapeHtml(clientName);
  const buttons =
    '<button type="submit" name="decision" value="allow">Share preferences</button>' +
    '<button type="submit" name="decision" value="deny">Keep preferences private</button>';
  const words =
    `<p>You are signed in as ${escapeHtml(account)}. ${name} asks to see your preferences.</p>` +
    `<p>Afterwards you go on at ${escapeHtml(formTarget)}.</p>`;
  return {
    title: `Share your preferences with ${clientName}?`,
    body: words + form(action, formToken, buttons),
    formTarget,
  };
}

/** Says why this cannot go on. */
export function refusalPage(message: string): Page {
  const advice = '<p>Go back to the application and begin again. If this stays, tell its makers what stands here.</p>';
  return { title: 'This request does not work', hasError: true, body: `<p>${escapeHtml(message)}</p>${advice}` };
}

/** Says that this goes on later. */
export function waitPage({
  message,
  retryAfterSeconds = 60,
}: {
  message: string;
  retryAfterSeconds?: number | undefined;
}): Page {
  const minutes = Math.ceil(retryAfterSeconds / 60);
  const when = minutes === 1 ? 'in a minute' : `in ${minutes} minutes`;
  const body = `<p>${escapeHtml(message)}.</p><p>Go back and try again ${when}. Nothing else is changed.</p>`;
  return { title: 'Please wait', hasError: true, body };
}

function form(action: string, formToken: string, content: string): string {
  return (
    `<form method="post" action="${escapeHtml(action)}">` +
    `<input type="hidden" name="form_token" value="${escapeHtml(formToken)}">${content}</form>`
  );
}

/** Answers with a page that runs no script, loads nothing, fits in no frame, stays in no cache and tells no referrer. */
export function sendPage(response: ServerResponse, status: number, page: Page): void {
  const title = escapeHtml(page.title);
  const html =
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${page.hasError === true ? 'Error: ' : ''}${title}` +
    ` - GPII</title><meta name="viewport" content="width=device-width"><style>${STYLE}</style></head>` +
    `<body><main><h1>${title}</h1>${page.body}</main></body></html>`;
  response.writeHead(status, {
    ...PRIVATE_HEADERS,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(html),
    'Content-Security-Policy':
      `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'; ` +
      `form-action 'self'${page.formTarget === undefined ? '' : ` ${page.formTarget}`}`,
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(response.req.method === 'HEAD' ? undefined : html);
}

/** Sends the browser on, by GET whatever it came by. The body is empty: a code stands in the Location only. */
export function sendOn(response: ServerResponse, location: string): void {
  response.writeHead(303, { ...PRIVATE_HEADERS, Location: location, 'Content-Length': 0 });
  response.end();
}

const PRIVATE_HEADERS = { 'Cache-Control': 'no-store', Pragma: 'no-cache', 'Referrer-Policy': 'no-referrer' };

/** The part of a redirect address that a Content-Security-Policy and a person can read: scheme and host. */
export function originOf(redirectUri: string): string {
  const { protocol, host, hostname } = new URL(redirectUri);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  // A policy knows no IPv6 addresses, and what is no plain host name has no place in one.
  return isWeb && /^[a-z0-9.-]+$/.test(hostname) ? `${protocol}//${host}` : protocol;
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
