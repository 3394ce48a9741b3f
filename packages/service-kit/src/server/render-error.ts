import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Reason } from '@gpii/protocol';
import type { Logger } from '../logger.ts';
import { Refusal } from '../refusal.ts';
import { describeLongAddress } from './limit-lengths.ts';
import type { RequestContext } from './request-context.ts';
import { sendJson } from './respond.ts';

/** The body that a surface gives to a refusal. */
export type RenderError = (refusal: Refusal) => unknown;

/** `{error, message, retry_after?}`: local services, and wherever nothing else is said. */
export const renderLocalError: RenderError = (refusal) => ({
  error: refusal.code,
  message: refusal.message,
  ...(refusal.retryAfterSeconds === undefined ? {} : { retry_after: refusal.retryAfterSeconds }),
});

/** Where a failure becomes an answer. A `Refusal` is one on purpose; anything else is our mistake: 500, fixed text. */
export function answerError(
  error: unknown,
  {
    response,
    context,
    logger,
    renderError,
  }: { response: ServerResponse; context: RequestContext; logger: Logger; renderError: RenderError },
): void {
  const refusal = toRefusal(error);
  context.reason = refusal.reason;
  context.errorCode = refusal.code;
  if (refusal.reason === 'internal_error') {
    logger.error({ requestId: context.requestId, route: context.route, err: error }, 'request failed');
  } else if (refusal.status >= 500 && refusal.cause !== undefined) {
    logger.warn({ requestId: context.requestId, reason: refusal.reason, err: refusal.cause }, 'request not served');
  }
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const retryAfter = refusal.retryAfterSeconds;
  sendJson(response, refusal.status, renderError(refusal), {
    ...refusal.headers,
    ...(retryAfter === undefined ? {} : { 'Retry-After': String(Math.ceil(retryAfter)) }),
  });
}

/** Understands the errors of Express and its body parsers; all others are internal. */
function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const status = (error as { status?: unknown } | null)?.status;
  const message = 'GPII could not do this, by a mistake of its own. Try again; tell the operator the request id.';
  if (error instanceof URIError || status === 400) {
    const malformed = error instanceof URIError ? 'The address' : 'The body';
    return new Refusal({
      status: 400,
      code: 'invalid_request',
      reason: error instanceof URIError ? 'request_malformed' : 'body_malformed',
      message: `${malformed} can't be read.`,
    });
  }
  if (status === 413) {
    return new Refusal({
      status,
      code: 'invalid_request',
      reason: 'body_too_large',
      message: 'The body is too large.',
    });
  }
  if (status === 415) {
    return new Refusal({
      status,
      code: 'invalid_request',
      reason: 'media_type_unsupported',
      message: 'The body has an encoding that is not taken here.',
    });
  }
  return new Refusal({ status: 500, code: 'server_error', reason: 'internal_error', message, cause: error });
}

/** Connections whose last answer has gone out, and that are still sending. */
const lingering = new WeakSet<Duplex>();
/** How long they may. A connection that is closed on somebody who sends makes the answer unreadable. */
const LINGER_MS = 2_000;

/**
 * Answers a connection whose bytes are no proper HTTP request, and ends it: both ways, because a peer that never closes
 * its own side would keep the socket for ever.
 */
export function answerClientError(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  {
    logger,
    onRefused,
    addressLimitBytes = 0,
  }: { logger: Logger; onRefused?: (status: number) => void; addressLimitBytes?: number },
): void {
  // Each further piece of what is too long is an error again, until the other side has read the answer and closes.
  if (lingering.has(socket)) return;
  if (!socket.writable || error.code === 'ECONNRESET' || hasBegunAnswer(socket)) {
    socket.destroy();
    return;
  }
  const [status, reason, message] = explainClientError(error, addressLimitBytes);
  logger.info({ status: Number(status.slice(0, 3)), reason }, 'request not understood');
  onRefused?.(Number(status.slice(0, 3)));
  const body = JSON.stringify({ error: 'invalid_request', message, reason });
  if (error.code === 'HPE_HEADER_OVERFLOW') linger(socket);
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nCache-Control: no-store\r\n` +
      `X-Content-Type-Options: nosniff\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    () => {
      if (!lingering.has(socket)) socket.destroy();
    },
  );
}

function linger(socket: Duplex): void {
  lingering.add(socket);
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => {
    clearTimeout(timer);
  });
}

function explainClientError(
  { code }: NodeJS.ErrnoException,
  addressLimitBytes: number,
): [status: string, reason: Reason, message: string] {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      // Node does not say what it was that was too long. Where addresses may be long, nothing else ever is.
      if (addressLimitBytes > 0)
        return ['400 Bad Request', 'request_malformed', describeLongAddress(addressLimitBytes)];
      return ['431 Request Header Fields Too Large', 'request_malformed', 'The headers are too large.'];
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return ['408 Request Timeout', 'request_too_slow', 'The request did not arrive in time.'];
    case undefined:
    default:
      return ['400 Bad Request', 'request_malformed', 'This is not a proper HTTP request.'];
  }
}

/** Node's own handler asks the same: text in the middle of an answer would be read as a part of it. */
function hasBegunAnswer(socket: Duplex): boolean {
  return (socket as { _httpMessage?: ServerResponse | null })._httpMessage?.headersSent === true;
}
