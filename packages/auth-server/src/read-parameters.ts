import type { IncomingMessage } from 'node:http';
import { readBody } from '@gpii/service-kit';
import { parseParameters, type Parameters } from './token/parse-parameters.ts';
import { TokenError } from './token/token-error.ts';

/** The form parameters of a request under `/oauth2`: strict, as RFC 6749 has them. */
export async function readParameters(request: IncomingMessage): Promise<Parameters> {
  return parseParameters(await readBody(request), request.headers['content-type'], false);
}

/** The parameter `token`, which revocation and introspection are about. */
export function requireToken(parameters: Parameters): string {
  const token = parameters.get('token');
  if (token !== undefined) return token;
  throw new TokenError('invalid_request', 'The parameter token is missing', { reason: 'parameter_missing' });
}
