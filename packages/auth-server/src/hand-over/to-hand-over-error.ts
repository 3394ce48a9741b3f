import { CredentialError, PasswordQueueFullError } from '@gpii/credentials';
import { Refusal } from '@gpii/service-kit';
import { TokenError } from '../token/token-error.ts';

/** What cannot be done as it was asked for, in the words of RFC 6749 §5.2: `invalid_grant`. */
export function toHandOverError(error: unknown): unknown {
  if (error instanceof CredentialError) {
    return new TokenError('invalid_grant', error.message, { reason: error.reason });
  }
  if (error instanceof PasswordQueueFullError) {
    return new Refusal({
      status: 503,
      code: 'temporarily_unavailable',
      reason: 'passwords_waiting',
      message: 'GPII Cloud checks many passwords at the moment. Try again soon.',
      retryAfterSeconds: error.retryAfterSeconds,
      cause: error,
    });
  }
  return error;
}
