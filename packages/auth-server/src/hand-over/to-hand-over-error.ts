import { CredentialError, PasswordQueueFullError } from '@gpii/credentials';
import { passwordsWaiting } from '../passwords-waiting.ts';
import { TokenError } from '../token/token-error.ts';

/** What cannot be done as it was asked for, in the words of RFC 6749 §5.2: `invalid_grant`. */
export function toHandOverError(error: unknown): unknown {
  if (error instanceof CredentialError) {
    return new TokenError('invalid_grant', error.message, { reason: error.reason });
  }
  return error instanceof PasswordQueueFullError ? passwordsWaiting(error) : error;
}
