import type { PasswordQueueFullError } from '@gpii/credentials';
import { Refusal } from '@gpii/service-kit';

/** Passwords are checked one at a time, and too many wait already: 503, for pages and endpoints alike. */
export function passwordsWaiting(error: PasswordQueueFullError): Refusal {
  return new Refusal({
    status: 503,
    code: 'temporarily_unavailable',
    reason: 'passwords_waiting',
    message: 'GPII Cloud checks many passwords at the moment. Try again soon.',
    retryAfterSeconds: error.retryAfterSeconds,
    cause: error,
  });
}
