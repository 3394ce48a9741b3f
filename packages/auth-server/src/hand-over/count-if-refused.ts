import { CredentialError } from '@gpii/credentials';
import type { Reason } from '@gpii/protocol';
import type { Presenter } from '../limits/burst-records.ts';
import type { Limits } from '../limits/limits.ts';

/**
 * For `catch`: counts what was refused with this reason, and throws on.
 *
 * @throws TokenError 429 in its place when there were too many.
 */
export function countIfRefused(
  limits: Limits,
  { name, reason }: { name: string; reason: Reason },
  from: Presenter,
): (error: unknown) => Promise<never> {
  return async (error) => {
    if (error instanceof CredentialError && error.reason === reason) {
      await limits.countFailure({ name, isKnown: true }, from);
    }
    throw error;
  };
}
