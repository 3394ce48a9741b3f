import type { Reason, TokenErrorCode } from '@gpii/protocol';
import { Refusal, type RenderError } from '@gpii/service-kit';

/** Answers 401 name a way in which the client may authenticate (RFC 6749 §5.2). */
const CHALLENGE = { 'WWW-Authenticate': 'Basic realm="GPII Cloud", charset="UTF-8"' };

const STATUSES: Readonly<Record<TokenErrorCode, number>> = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  invalid_scope: 400,
  temporarily_unavailable: 503,
  slow_down: 429,
  server_error: 500,
};

/** A refusal of the token endpoint (RFC 6749 §5.2). */
export class TokenError extends Refusal {
  /** Members of the answer besides `error` and `error_description`. */
  readonly details: Readonly<Record<string, string>>;

  constructor(
    code: TokenErrorCode,
    description: string,
    {
      reason,
      details,
      status,
      retryAfterSeconds,
    }: {
      reason: Reason;
      details?: Readonly<Record<string, string>>;
      status?: number;
      retryAfterSeconds?: number;
    },
  ) {
    super({
      status: status ?? STATUSES[code],
      code,
      reason,
      message: description,
      retryAfterSeconds,
      headers: code === 'invalid_client' ? CHALLENGE : {},
    });
    this.name = 'TokenError';
    this.details = details ?? {};
  }
}

/** `{error, error_description}`: how every address under `/oauth2` refuses. */
export const renderTokenError: RenderError = (refusal) => ({
  error: refusal.code,
  error_description: toDescription(refusal.message),
  ...(refusal instanceof TokenError ? refusal.details : {}),
});

/** RFC 6749 §5.2 allows printable ASCII without `"` and `\` here. */
function toDescription(text: string): string {
  return text.replace(/["\\]/g, "'").replace(/[^\x20-\x7e]/g, '?');
}
