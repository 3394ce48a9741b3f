import type { ClientCredential } from '@gpii/credentials';
import { toLocation, type Reason, type ReturnAddress } from '@gpii/protocol';
import { Refusal } from '@gpii/service-kit';
import { en, type AuthorizeWords } from './words/en.ts';

/** Error codes that go back to the client (RFC 6749 §4.1.2.1). */
export type AuthorizationErrorCode =
  'invalid_request' | 'unauthorized_client' | 'access_denied' | 'unsupported_response_type' | 'invalid_scope';

/** What a page can say is wrong. */
export type PageFault = keyof AuthorizeWords['refusal']['faults'];

/** The person is told on a page: the client is not known to be the one that it says, so nothing goes there. */
export class PageRefusal extends Refusal {
  readonly fault: PageFault;

  constructor(reason: Reason, fault: PageFault, status = 400) {
    super({ status, code: 'invalid_request', reason, message: en.refusal.faults[fault] });
    this.name = 'PageRefusal';
    this.fault = fault;
  }
}

/** The client asks for an answer at an address that is not registered for it. */
export class RedirectMismatch extends Refusal {
  readonly client: ClientCredential;
  readonly requested: string;

  constructor(client: ClientCredential, requested: string) {
    const message = en.mismatch.title;
    super({ status: 400, code: 'invalid_request', reason: 'redirect_uri_unregistered', message });
    this.name = 'RedirectMismatch';
    this.client = client;
    this.requested = requested;
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
