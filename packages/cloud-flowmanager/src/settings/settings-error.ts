import type { Reason } from '@gpii/protocol';
import { Refusal, type RefusalInit, type RenderError } from '@gpii/service-kit';

/** A refusal whose body has members of its own. */
export class SettingsRefusal extends Refusal {
  readonly details: object;

  constructor(init: RefusalInit, details: object = {}) {
    super(init);
    this.name = 'SettingsRefusal';
    this.details = details;
  }
}

/** `{isError, message, error}`: how installs in the field expect to be refused (DESIGN §3, GPII-FORMATS §2). */
export const renderSettingsError: RenderError = (refusal) => ({
  isError: true,
  message: refusal.message,
  error: refusal.code,
  ...(refusal instanceof SettingsRefusal ? refusal.details : {}),
});

/** Error codes of bearer tokens (RFC 6750 §3.1); none where the request carries no token at all. */
type BearerErrorCode = 'invalid_request' | 'invalid_token' | 'insufficient_scope';

const STATUSES: Readonly<Record<BearerErrorCode, number>> = {
  invalid_request: 400,
  invalid_token: 401,
  insufficient_scope: 403,
};

/** Refuses a request for its access token, with the challenge of RFC 6750 §3. */
export function bearerRefusal(code: BearerErrorCode | undefined, reason: Reason, message: string): Refusal {
  return new Refusal({
    status: code === undefined ? 401 : STATUSES[code],
    code: code ?? 'unauthorized',
    reason,
    message,
    headers: challenge(code),
  });
}

/** The header that says how to be let in (RFC 6750 §3). */
export function challenge(code: BearerErrorCode | undefined): Record<string, string> {
  const error = code === undefined ? '' : `, error="${code}"`;
  return { 'WWW-Authenticate': `Bearer realm="GPII Cloud"${error}` };
}
