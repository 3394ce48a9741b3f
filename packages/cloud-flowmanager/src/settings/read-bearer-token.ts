import type { IncomingMessage } from 'node:http';
import { bearerRefusal } from './settings-error.ts';

/** `b64token` of RFC 6750 §2.1. */
const HEADER = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

/**
 * The access token of a request: in the Authorization header, and nowhere else.
 *
 * @throws Refusal 401 without one, 400 with one in the address as well or in a form that is none.
 * @see RFC 6750 §2, §3.1
 */
export function readBearerToken(request: IncomingMessage): string {
  const [authorization, ...others] = request.headersDistinct.authorization ?? [];
  const query = /\?(.*)$/s.exec(request.url ?? '')?.[1];
  const isInAddress = query !== undefined && new URLSearchParams(query).has('access_token');
  if (isInAddress || others.length > 0) {
    const message = 'Send the access token once, in the Authorization header.';
    throw bearerRefusal('invalid_request', 'access_token_ambiguous', message);
  }
  if (authorization === undefined || !/^Bearer( |$)/i.test(authorization)) {
    throw bearerRefusal(undefined, 'access_token_missing', 'Unauthorized: the request carries no access token.');
  }
  const token = HEADER.exec(authorization)?.[1];
  if (token === undefined) {
    const message = 'The Authorization header holds no access token.';
    throw bearerRefusal('invalid_request', 'access_token_ambiguous', message);
  }
  return token;
}
