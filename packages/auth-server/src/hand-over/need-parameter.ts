import type { Actor } from '@gpii/credentials';
import { TokenError } from '../token/token-error.ts';
import type { Parameters } from '../token/parse-parameters.ts';
import type { HandOverRequest } from './hand-over-routes.ts';

/** Longest label or name that a computer may give itself. */
const MAX_LABEL_LENGTH = 200;

/**
 * A parameter that the request needs.
 *
 * @throws TokenError `invalid_request` when it is missing.
 */
export function needParameter(parameters: Parameters, name: string): string {
  const value = parameters.get(name);
  if (value !== undefined) return value;
  throw new TokenError('invalid_request', `The parameter ${name} is missing`, { reason: 'parameter_missing' });
}

/**
 * A name that people will read.
 *
 * @throws TokenError `invalid_request` when it is too long.
 */
export function readLabel(parameters: Parameters, name: string): string | undefined {
  const value = parameters.get(name);
  if (value === undefined || value.length <= MAX_LABEL_LENGTH) return value;
  const description = `The parameter ${name} has more than ${MAX_LABEL_LENGTH} characters`;
  throw new TokenError('invalid_request', description, { reason: 'parameter_malformed' });
}

/** Who asks, for the audit log. */
export function actorOf(actor: string, { context: { clientAddress, requestId } }: HandOverRequest): Actor {
  return { actor, address: clientAddress, requestId };
}
