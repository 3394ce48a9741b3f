import { decodeFormText, type Parameters } from '../token/parse-parameters.ts';
import { TokenError } from '../token/token-error.ts';

/** What a client presents to prove who it is. */
export interface PresentedCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Of a Basic header: the secret without form-decoding, where that makes a difference. */
  readonly secretAsItStands?: string;
}

/**
 * Finds the client id and secret of a request: in the Authorization header or in the body, never both.
 *
 * @param authorizations - The Authorization headers.
 * @throws TokenError `invalid_client` when there are none, `invalid_request` when there are two.
 * @see RFC 6749 §2.3, §2.3.1
 */
export function readClientCredentials(
  authorizations: readonly string[] | undefined,
  parameters: Parameters,
): PresentedCredentials {
  const [authorization, ...others] = authorizations ?? [];
  const clientId = parameters.get('client_id');
  const clientSecret = parameters.get('client_secret');
  if (authorization === undefined) {
    if (clientId === undefined || clientSecret === undefined) {
      throw missingAuthentication();
    }
    return { clientId, clientSecret };
  }
  const fromHeader = parseBasic(authorization);
  if (others.length > 0 || clientSecret !== undefined || (clientId !== undefined && clientId !== fromHeader.clientId)) {
    throw new TokenError('invalid_request', 'The client authenticates in more than one way', {
      reason: 'client_authentication_ambiguous',
    });
  }
  return fromHeader;
}

/** The client id of a request that carries no secret at all: that of a public client, or of one that forgot it. */
export function readPublicClientId(
  authorizations: readonly string[] | undefined,
  parameters: Parameters,
): string | undefined {
  return authorizations === undefined && !parameters.has('client_secret') ? parameters.get('client_id') : undefined;
}

/** What a client is told that shows no secret. */
export function missingAuthentication(): TokenError {
  return new TokenError('invalid_client', 'The client did not authenticate: send client_id and client_secret', {
    reason: 'client_authentication_missing',
  });
}

/**
 * `Basic base64(form-encoded id ":" form-encoded secret)`; the secret may hold further colons (RFC 7617 §2). Many clients
 * do not form-encode, so that a `+` of a secret may be a space or a `+`: both readings are tried (decision 0017).
 */
function parseBasic(authorization: string): PresentedCredentials {
  const encoded = /^Basic +([A-Za-z0-9+/_-]+={0,2}) *$/i.exec(authorization)?.[1];
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) {
    throw new TokenError('invalid_client', 'The Authorization header holds no Basic client id and secret', {
      reason: 'client_authentication_missing',
    });
  }
  const secretAsItStands = text.slice(colon + 1);
  const clientSecret = decode(secretAsItStands);
  return {
    clientId: decode(text.slice(0, colon)),
    clientSecret,
    ...(clientSecret === secretAsItStands ? {} : { secretAsItStands }),
  };
}

/** Old clients do not form-encode: what cannot be decoded is taken as it stands. */
function decode(text: string): string {
  try {
    return decodeFormText(text);
  } catch {
    return text;
  }
}
