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
  const text = JSON.stringify(body);
  response.writeHead(status, { ...JSON_HEADERS, 'Content-Length': Buffer.byteLength(text), ...headers });
  response.end(text);
}

/** Answers with JSON that is bytes already, in pieces that are sent one after the other in one write and not copied. */
export function sendJsonPieces(response: ServerResponse, status: number, pieces: readonly Uint8Array[]): void {
  const length = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
  response.writeHead(status, { ...JSON_HEADERS, 'Content-Length': length });
  for (const piece of pieces) response.write(piece);
  response.end();
}
