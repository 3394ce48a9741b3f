import { toLocation, type Reason, type ReturnAddress } from '@gpii/protocol';
import { Refusal } from '@gpii/service-kit';

/** Error codes that go back to the client (RFC 6749 §4.1.2.1). */
export type AuthorizationErrorCode =
  'invalid_request' | 'unauthorized_client' | 'access_denied' | 'unsupported_response_type' | 'invalid_scope';

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
