import type { ServerResponse } from 'node:http';
import { renderToString } from 'preact-render-to-string';
import { Document, type Page } from './layout.tsx';
import type { View } from './view.ts';

/** For what one person sees: kept nowhere, told to nobody. */
export const PRIVATE_HEADERS = { 'Cache-Control': 'no-store', Pragma: 'no-cache', 'Referrer-Policy': 'no-referrer' };

/** Answers with a page that loads only our own files, fits in no frame, stays in no cache and tells no referrer. */
export function sendPage(
  response: ServerResponse,
  { status, view, page }: { status: number; view: View; page: Page },
): void {
  const html = `<!doctype html>${renderToString(<Document view={view} page={page} />)}`;
  response.writeHead(status, {
    ...PRIVATE_HEADERS,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Language': view.language,
    'Content-Length': Buffer.byteLength(html),
    'Content-Security-Policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; " +
      `base-uri 'none'; frame-ancestors 'none'; form-action 'self'${page.formTarget === undefined ? '' : ` ${page.formTarget}`}`,
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(response.req.method === 'HEAD' ? undefined : html);
}

/** Sends the browser on, by GET whatever it came by (RFC 9700 §4.12). The body is empty. */
export function sendOn(response: ServerResponse, location: string): void {
  response.writeHead(303, { ...PRIVATE_HEADERS, Location: location, 'Content-Length': 0 });
  response.end();
}

/** Answers with a file to be saved, under its name in every language (RFC 6266 §4.3, RFC 8187). */
export function sendFile(
  response: ServerResponse,
  { name, mediaType, content }: { name: string; mediaType: string; content: string },
): void {
  response.writeHead(200, {
    ...PRIVATE_HEADERS,
    'Content-Type': mediaType,
    'Content-Length': Buffer.byteLength(content),
    'Content-Disposition': contentDispositionOf(name),
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(content);
}

/** Answers with a file that never changes at its address. */
export function sendStatic(
  response: ServerResponse,
  { mediaType, gzipped, plain }: { mediaType: string; gzipped: Buffer | undefined; plain: Buffer },
): void {
  const mayGzip = /\bgzip\b/.test(response.req.headers['accept-encoding'] ?? '');
  const body = mayGzip && gzipped !== undefined ? gzipped : plain;
  response.writeHead(200, {
    'Content-Type': mediaType,
    ...(body === gzipped ? { 'Content-Encoding': 'gzip' } : {}),
    Vary: 'Accept-Encoding',
    'Content-Length': body.length,
    'Cache-Control': 'public, max-age=31536000, immutable',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

const FILE_NAME_MAX_BYTES = 120;

/** A file name that no file system refuses. Its ending stays, however long it is. */
export function safeFileName(name: string): string {
  const [, stem = '', ending = ''] = /^(.*?)(\.[a-z0-9]{1,8})?$/s.exec(name) ?? [];
  let safe = '';
  // Spread by code points, so that no half of an emoji is left; lone halves go.
  for (const character of stem.replace(/[\p{Cc}\p{Cs}/\\:*?"<>|]/gu, '-').trim()) {
    if (Buffer.byteLength(safe + character + ending) > FILE_NAME_MAX_BYTES) break;
    safe += character;
  }
  return safe + ending;
}

/** `attachment` with a safe file name, and its plain form for old browsers. */
export function contentDispositionOf(name: string): string {
  const safe = safeFileName(name);
  const plain = safe.replace(/[^\x20-\x7e]/g, '-').replace(/%/g, '-');
  const encoded = encodeURIComponent(safe).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
