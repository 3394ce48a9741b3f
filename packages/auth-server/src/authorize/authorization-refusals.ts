import type { Reason } from '@gpii/protocol';
import { Refusal } from '@gpii/service-kit';

/** Error codes that go back to the client (RFC 6749 §4.1.2.1). */
export type AuthorizationErrorCode =
  'invalid_request' | 'unauthorized_client' | 'access_denied' | 'unsupported_response_type' | 'invalid_scope';

/** Where an answer goes: the redirect address, once it is known to be the client's. */
export interface ReturnAddress {
  readonly redirectUri: string;
  /** As it stood in the request, percent-encoding and all; undefined when there was none, or more than one. */
  readonly encodedState: string | undefined;
  readonly issuer: string;
}

/** The person is told on a page: the client is not known to be the one that it says, so nothing goes there. */
export class PageRefusal extends Refusal {
  constructor(reason: Reason, message: string, status = 400) {
    super({ status, code: 'invalid_request', reason, message });
    this.name = 'PageRefusal';
  }
}

/** The client is told, by way of the person's browser. */
export class RedirectRefusal extends Error {
  readonly reason: Reason;
  readonly location: string;

  constructor(
    to: ReturnAddress,
    code: AuthorizationErrorCode,
    { reason, message }: { reason: Reason; message: string },
  ) {
    super(message);
    this.name = 'RedirectRefusal';
    this.reason = reason;
    this.location = toLocation(to, { error: code, error_description: message });
  }
}

/** The redirect address with an answer in its query: `state` byte for byte, and `iss` (RFC 9207). */
export function toLocation(
  { redirectUri, encodedState, issuer }: ReturnAddress,
  answer: Readonly<Record<string, string>>,
): string {
  const pairs = Object.entries({ ...answer, iss: issuer }).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  if (encodedState !== undefined) pairs.push(`state=${encodedState}`);
  const location = `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${pairs.join('&')}`;
  // A header is ASCII: what a request had beyond it is encoded as a browser would.
  return location.replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}
