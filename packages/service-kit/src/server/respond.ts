import type { ServerResponse } from 'node:http';

/** Headers of every JSON answer: nothing that is answered here may stay in a cache. */
const JSON_HEADERS = {
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': 'no-store',
  Pragma: 'no-cache',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** Answers with a JSON value, in one write. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers?: Readonly<Record<string, string>>,
): void {
  sendJsonText(response, status, JSON.stringify(body), headers);
}

/** Answers with JSON that is text, or bytes, already. */
export function sendJsonText(
  response: ServerResponse,
  status: number,
  text: string | Buffer,
  headers?: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, { ...JSON_HEADERS, 'Content-Length': Buffer.byteLength(text), ...headers });
  response.end(text);
}
