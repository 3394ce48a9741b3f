import type { ClientCredential, ClientVerifier } from '@gpii/credentials';
import { decodeQueryValue, parseRawQuery, type RawQuery, type Reason, type ReturnAddress } from '@gpii/protocol';
import {
  PageRefusal,
  RedirectMismatch,
  RedirectRefusal,
  type AuthorizationErrorCode,
} from './authorization-refusals.ts';
import { isRegistered } from './redirect-uris.ts';

/** A request that a person may answer. */
export interface AuthorizationRequest {
  readonly client: ClientCredential;
  readonly returnAddress: ReturnAddress;
  readonly redirectUriWasGiven: boolean;
  readonly codeChallenge: string | undefined;
  /** Whether the client wants the person to be asked, whatever was allowed before (`prompt=consent`). */
  readonly isAskedAnew: boolean;
}

/**
 * Reads the query of an authorization request. In this order: client, redirect address, duplicates, response type, PKCE,
 * scope (RFC 6749 §4.1.2.1: nothing goes to an address before that is known to be the client's).
 *
 * @throws PageRefusal, RedirectMismatch while it is not; RedirectRefusal from then on.
 */
export async function readAuthorizationRequest(
  rawQuery: string,
  { verifier, publicUrl }: { verifier: ClientVerifier; publicUrl: () => string },
): Promise<AuthorizationRequest> {
  const query = parseRawQuery(rawQuery);
  if (query === undefined) throw new PageRefusal('parameter_malformed', 'unreadable');
  const client = await findClient(query, verifier);
  const given = readForPage(query, 'redirect_uri');
  const redirectUri = settleRedirectUri(client, given);
  const states = query.get('state') ?? [];
  const encodedState = states.length === 1 && states[0] !== '' ? states[0] : undefined;
  const returnAddress = { redirectUri, encodedState, issuer: publicUrl() };
  const codeChallenge = checkRest(query, client, (code, reason, message) => {
    throw new RedirectRefusal(returnAddress, code, { reason, message });
  });
  const prompt = decodeQueryValue(query.get('prompt')?.[0] ?? '') ?? '';
  return {
    client,
    returnAddress,
    redirectUriWasGiven: given !== undefined,
    codeChallenge,
    isAskedAnew: prompt.split(' ').includes('consent'),
  };
}

async function findClient(query: RawQuery, verifier: ClientVerifier): Promise<ClientCredential> {
  const clientId = readForPage(query, 'client_id');
  if (clientId === undefined) throw new PageRefusal('parameter_missing', 'clientMissing');
  const client = await verifier.find(clientId);
  if (client !== undefined) return client;
  throw new PageRefusal('client_unknown', 'clientUnknown');
}

function settleRedirectUri(client: ClientCredential, given: string | undefined): string {
  const [only, ...others] = client.redirectUris;
  const redirectUri = given ?? (others.length === 0 ? only : undefined);
  if (redirectUri === undefined) {
    throw new PageRefusal('parameter_missing', 'redirectMissing');
  }
  if (isRegistered(redirectUri, client)) return redirectUri;
  throw new RedirectMismatch(client, redirectUri);
}

/** The one value of a parameter that has to be right before anything is sent anywhere. */
function readForPage(query: RawQuery, name: string): string | undefined {
  const [raw, ...others] = query.get(name) ?? [];
  if (others.length > 0) throw new PageRefusal('parameter_repeated', 'repeated');
  const value = raw === undefined ? undefined : decodeQueryValue(raw);
  if (value === null) throw new PageRefusal('parameter_malformed', 'unreadable');
  return value === '' ? undefined : value;
}

type Refuse = (code: AuthorizationErrorCode, reason: Reason, message: string) => never;

/** @returns The code challenge, if there is one. */
function checkRest(query: RawQuery, client: ClientCredential, refuse: Refuse): string | undefined {
  for (const [name, values] of query) {
    if (values.length > 1) refuse('invalid_request', 'parameter_repeated', 'A parameter came more than once');
    if (name !== 'state' && decodeQueryValue(values[0] ?? '') === null) {
      refuse('invalid_request', 'parameter_malformed', 'A parameter has an escape that stands for no character');
    }
  }
  const read = (name: string): string | undefined => {
    const value = decodeQueryValue(query.get(name)?.[0] ?? '');
    return value === null || value === '' ? undefined : value;
  };
  const responseType = read('response_type');
  if (responseType === undefined)
    refuse('invalid_request', 'parameter_missing', 'The parameter response_type is missing');
  if (responseType !== 'code') {
    refuse('unsupported_response_type', 'response_type_unsupported', 'Only the response type code exists here');
  }
  if (client.type !== 'web') refuse('unauthorized_client', 'grant_not_allowed', 'Only web applications may do this');
  const codeChallenge = checkChallenge(read, client, refuse);
  if (
    read('scope')
      ?.split(' ')
      .some((name) => name !== 'preferences') === true
  ) {
    refuse('invalid_scope', 'scope_unknown', 'A web application can have the scope preferences only');
  }
  return codeChallenge;
}

/** @see RFC 7636 §4.3, §4.4.1: a method that is left out means plain, which is not taken here. */
function checkChallenge(
  read: (name: string) => string | undefined,
  client: ClientCredential,
  refuse: Refuse,
): string | undefined {
  const challenge = read('code_challenge');
  const method = read('code_challenge_method');
  if (challenge === undefined && method === undefined) {
    if (client.public)
      refuse('invalid_request', 'code_challenge_missing', 'A public client has to send code_challenge');
    return undefined;
  }
  if (method !== 'S256' || !/^[A-Za-z0-9_-]{43}$/.test(challenge ?? '')) {
    refuse('invalid_request', 'code_challenge_malformed', 'Send a code_challenge of the method S256');
  }
  return challenge;
}
