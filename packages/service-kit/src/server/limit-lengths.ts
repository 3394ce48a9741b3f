import type { IncomingMessage, Server } from 'node:http';
import { Refusal } from '../refusal.ts';

/** Most bytes of all headers together; where nothing else is said, the address is among them. */
export const HEADERS_LIMIT_BYTES = 16 * 1024;

/** What a request is held against before its route; undefined where Node's own limit says it all. */
export type LengthCheck = (request: IncomingMessage) => void;

/**
 * Node knows one limit for address and headers together. A server whose addresses may be long raises it, and has this look
 * at each of the two.
 *
 * @returns A function that throws Refusal 400 for the address, 431 for the headers.
 */
export function createLengthCheck(server: Server): LengthCheck | undefined {
  const addressLimitBytes = addressLimitOf(server);
  if (addressLimitBytes === 0) return undefined;
  return (request) => {
    if ((request.url ?? '').length > addressLimitBytes) throw addressTooLong(addressLimitBytes);
    let bytes = 0;
    for (const part of request.rawHeaders) bytes += part.length;
    if (bytes > HEADERS_LIMIT_BYTES) throw headersTooLarge();
  };
}

/** How many bytes an address may have besides the headers; 0 where it has no limit of its own. */
export function addressLimitOf(server: Server): number {
  const { maxHeaderSize } = server as { maxHeaderSize?: number };
  return Math.max(0, (maxHeaderSize ?? 0) - HEADERS_LIMIT_BYTES);
}

function addressTooLong(limitBytes: number): Refusal {
  return new Refusal({
    status: 400,
    code: 'invalid_request',
    reason: 'request_malformed',
    message: describeLongAddress(limitBytes),
    headers: { Connection: 'close' },
  });
}

/** What whoever sent a too long address is told. */
export function describeLongAddress(limitBytes: number): string {
  return `The address is longer than ${limitBytes} bytes. A device report is a part of it: report fewer solutions.`;
}

function headersTooLarge(): Refusal {
  return new Refusal({
    status: 431,
    code: 'invalid_request',
    reason: 'request_malformed',
    message: 'The headers are too large.',
    headers: { Connection: 'close' },
  });
}
