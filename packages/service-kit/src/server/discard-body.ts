import type { IncomingMessage } from 'node:http';

const DISCARD_BYTES = 20 * 1024 * 1024;
const DISCARD_MS = 5000;

/**
 * Reads on and forgets, for a while, what somebody goes on sending that was refused: a browser shows the answer only when
 * it could send all of its form. Never rejects; what is more, or slower, meets the end of the connection.
 */
export function discardBody(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let size = 0;
    const timer = setTimeout(finish, DISCARD_MS);
    function finish(): void {
      clearTimeout(timer);
      request.off('data', count);
      request.pause();
      resolve();
    }
    function count(chunk: Buffer): void {
      size += chunk.length;
      if (size > DISCARD_BYTES) finish();
    }
    if (request.readableEnded || request.destroyed) {
      finish();
      return;
    }
    request.on('data', count);
    for (const event of ['end', 'error', 'close']) request.once(event, finish);
    request.resume();
  });
}
