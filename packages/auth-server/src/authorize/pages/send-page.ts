import type { ServerResponse } from 'node:http';
import { escapeHtml } from './escape-html.ts';
import { STYLE, STYLE_SOURCE } from './style.ts';

/** Something that a person has to put right. */
export interface Problem {
  readonly field: string;
  /** The same words as at the field. */
  readonly words: string;
}

/** A page: its `h1` is its title (STYLE §7). `body` is HTML. */
export interface Page {
  readonly title: string;
  /** What a person has to put right, each with the id of its field. */
  readonly problems?: readonly Problem[];
  readonly body: string;
  /** Where its form may lead to, by way of our answer: an address of the client. */
  readonly formTarget?: string;
}

const PRIVATE_HEADERS = { 'Cache-Control': 'no-store', Pragma: 'no-cache', 'Referrer-Policy': 'no-referrer' };

/** Answers with a page that runs no script, loads nothing, fits in no frame, stays in no cache and tells no referrer. */
export function sendPage(response: ServerResponse, status: number, page: Page): void {
  const title = escapeHtml(page.title);
  const problems = page.problems ?? [];
  const html =
    `<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<title>${problems.length > 0 ? 'Error: ' : ''}${title} – GPII</title><style>${STYLE}</style></head>` +
    `<body><header><p>GPII account</p></header><main>` +
    `${problemSummary(problems)}<h1>${title}</h1>${page.body}</main></body></html>`;
  response.writeHead(status, {
    ...PRIVATE_HEADERS,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(html),
    'Content-Security-Policy':
      `default-src 'none'; style-src ${STYLE_SOURCE}; base-uri 'none'; frame-ancestors 'none'; ` +
      `form-action 'self'${page.formTarget === undefined ? '' : ` ${page.formTarget}`}`,
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(response.req.method === 'HEAD' ? undefined : html);
}

/** It gets the focus without a script, and leads to the fields (UX: error summary). */
function problemSummary(problems: readonly Problem[]): string {
  if (problems.length === 0) return '';
  const items = problems.map(({ field, words }) => `<li><a href="#${field}">${escapeHtml(words)}</a></li>`).join('');
  return (
    '<div class="problem" role="alert" aria-labelledby="problem" tabindex="-1" autofocus>' +
    `<h2 id="problem">There is a problem</h2><ul>${items}</ul></div>`
  );
}

/** Sends the browser on, by GET whatever it came by. The body is empty: a code stands in the Location only. */
export function sendOn(response: ServerResponse, location: string): void {
  response.writeHead(303, { ...PRIVATE_HEADERS, Location: location, 'Content-Length': 0 });
  response.end();
}

/** The part of a redirect address that a Content-Security-Policy and a person can read: scheme and host. */
export function originOf(redirectUri: string): string {
  const { protocol, host, hostname } = new URL(redirectUri);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  // A policy knows no IPv6 addresses, and what is no plain host name has no place in one.
  return isWeb && /^[a-z0-9.-]+$/.test(hostname) ? `${protocol}//${host}` : protocol;
}
