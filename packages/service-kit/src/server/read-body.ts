import type { IncomingMessage } from 'node:http';
import { Refusal } from '../refusal.ts';

/** Largest body that is read when a route says nothing else. */
export const BODY_LIMIT_BYTES = 16 * 1024;

/**
 * Reads the whole body.
 *
 * @throws Refusal 413 `body_too_large`; the rest of the body is not read and the connection ends.
 * @throws Refusal 415 `media_type_unsupported` for a Content-Encoding.
 */
export function readBody(request: IncomingMessage, limitBytes = BODY_LIMIT_BYTES): Promise<Buffer> {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    return Promise.reject(
      new Refusal({
        status: 415,
        code: 'invalid_request',
        reason: 'media_type_unsupported',
        message: 'Send the body without Content-Encoding.',
      }),
    );
  }
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) return Promise.reject(tooLarge(limitBytes));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limitBytes) {
        request.pause();
        reject(tooLarge(limitBytes));
        return;
      }
      chunks.push(chunk);
    });
    request.once('end', () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
    });
    // The one error of a request is that its sender went away in the middle.
    request.once('error', () => {
      reject(cutOff());
    });
    request.once('close', () => {
      if (!request.readableEnded) reject(cutOff());
    });
  });
}

function tooLarge(limitBytes: number): Refusal {
  return new Refusal({
    status: 413,
    code: 'invalid_request',
    reason: 'body_too_large',
    message: `The body is larger than ${limitBytes} bytes.`,
    headers: { Connection: 'close' },
  });
}

function cutOff(): Refusal {
  return new Refusal({
    status: 400,
    code: 'invalid_request',
    reason: 'body_malformed',
    message: 'The body ended before it was complete.',
  });
}
