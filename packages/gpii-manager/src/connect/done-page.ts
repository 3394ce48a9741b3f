import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

const STYLE =
  ':root{color-scheme:light dark}body{margin:0 auto;max-width:40rem;padding:2.5rem 1.25rem;font:1.0625rem/1.55 system-ui,sans-serif}';
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'`;

const WORDS = {
  approved: ['This computer was approved', 'You can close this page and go back to GPII Manager.'],
  denied: ['The request was declined', 'Nothing was changed. You can close this page.'],
} as const;

/** What the browser shows when it came back. */
export function donePage(response: ServerResponse, outcome: keyof typeof WORDS): void {
  const [title, text] = WORDS[outcome];
  const html =
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<title>${title} – GPII Manager</title><style>${STYLE}</style></head><body><main><h1>${title}</h1><p>${text}</p></main></body></html>`;
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(html),
    'Content-Security-Policy': POLICY,
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
  });
  response.end(html);
}
