import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ClientVerification, ClientVerifier, VerifiedClient } from '@gpii/credentials';
import { contextOf } from '@gpii/service-kit';
import passport from 'passport';
import { Strategy as ClientPasswordStrategy } from 'passport-oauth2-client-password';
import type { Presenter } from '../limits/burst-records.ts';
import type { Limits } from '../limits/limits.ts';
import type { Parameters } from '../token/parse-parameters.ts';
import { TokenError } from '../token/token-error.ts';
import { missingAuthentication, readClientCredentials, readPublicClientId } from './read-client-credentials.ts';

/** A request as connect-style middleware knows it: with its parsed body, and its client once that is known. */
export interface TokenRequest extends IncomingMessage {
  body?: Readonly<Record<string, string>>;
  user?: VerifiedClient;
}

/** All that passport and its strategy look at; they put a dozen members of their own on it. */
interface PresentedRequest {
  readonly headers: object;
  readonly body: { readonly client_id: string; readonly client_secret: string };
  /** The secret of a Basic header as clients mean it that do not form-encode. */
  readonly secretAsItStands: string | undefined;
  readonly address: string | undefined;
}

/** What knowing clients works with. */
export interface ClientRooms {
  readonly verifier: ClientVerifier;
  readonly limits: Limits;
}

type Refused = Exclude<ClientVerification, { ok: true }>;

/** Proves who the client of a request is, or throws a TokenError. */
export type AuthenticateClient = (
  request: TokenRequest,
  response: ServerResponse,
  parameters: Parameters,
) => Promise<VerifiedClient>;

/**
 * Client authentication through passport and passport-oauth2-client-password. The strategy only knows credentials in
 * the body, so those of a Basic header are put there: one mechanism verifies both.
 */
export function createClientAuthentication({ verifier, limits }: ClientRooms): AuthenticateClient {
  const authenticator = new passport.Passport();
  authenticator.use(
    new ClientPasswordStrategy({ passReqToCallback: true }, (given: unknown, clientId, clientSecret, done) => {
      const { secretAsItStands, address } = given as PresentedRequest;
      const secrets = secretAsItStands === undefined ? [clientSecret] : [clientSecret, secretAsItStands];
      verifier.verify(clientId, secrets, address).then(
        (verification) => {
          done(null, verification);
        },
        (error: unknown) => {
          done(error);
        },
      );
    }),
  );
  return async (request, response, parameters) => {
    // A repeated header shows in `headersDistinct` only, which is made when somebody looks.
    const authorizations =
      request.headers.authorization === undefined ? undefined : request.headersDistinct.authorization;
    const publicId = readPublicClientId(authorizations, parameters);
    const context = contextOf(request);
    if (publicId !== undefined) return verifyPublic(verifier, publicId, context.clientAddress);
    const { clientId, clientSecret, secretAsItStands } = readClientCredentials(authorizations, parameters);
    const presented: PresentedRequest = {
      headers: {},
      body: { client_id: clientId, client_secret: clientSecret },
      secretAsItStands,
      address: context.clientAddress,
    };
    const verification = await new Promise<ClientVerification>((resolve, reject) => {
      const finish = (error: unknown, found: ClientVerification | false | null | undefined): void => {
        if (error instanceof Error) reject(error);
        else
          resolve(
            found === false || found === null || found === undefined
              ? { ok: false, reason: 'client_secret_wrong' }
              : found,
          );
      };
      const middleware = authenticator.authenticate('oauth2-client-password', { session: false }, finish) as (
        request: PresentedRequest,
        response: ServerResponse,
        next: (error?: unknown) => void,
      ) => void;
      middleware(presented, response, reject);
    });
    if (verification.ok) return verification.client;
    await countIfWrong(limits, { clientId, verification }, context);
    throw refuse(verification);
  };
}

/**
 * The right secret of what was revoked or has ended is told apart anyway, and is no guess. One from a forbidden address
 * counts: a limit that only wrong secrets meet would tell that it is right.
 *
 * @throws TokenError 429 when there were too many.
 */
async function countIfWrong(
  limits: Limits,
  { clientId, verification: { reason } }: { clientId: string; verification: Refused },
  from: Presenter,
): Promise<void> {
  if (reason === 'credential_revoked' || reason === 'secret_ended') return;
  await limits.countFailure({ name: `credential:${clientId}`, isKnown: reason !== 'client_unknown' }, from);
}

/** Who shows only a name and is not public gets the answer of those who show nothing: it tells nothing about the name. */
async function verifyPublic(
  verifier: ClientVerifier,
  clientId: string,
  address: string | undefined,
): Promise<VerifiedClient> {
  const verification = await verifier.verifyPublic(clientId, address);
  if (verification.ok) return verification.client;
  throw verification.reason === 'credential_revoked'
    ? refuse({ ok: false, reason: 'client_unknown' })
    : missingAuthentication();
}

/** One text for unknown clients and wrong secrets; who has the right secret of a revoked credential is told so (DESIGN §4). */
function refuse(verification: Refused): TokenError {
  if (verification.reason === 'secret_ended') {
    return new TokenError('invalid_client', 'This client secret has ended', {
      reason: 'secret_ended',
      details: { gpii_reason: 'secret_ended', ended_at: verification.endsAt },
    });
  }
  if (verification.reason !== 'credential_revoked') {
    return new TokenError('invalid_client', 'Unknown client or wrong secret', { reason: verification.reason });
  }
  const { revokedAt, revokedBy, reason } = verification.revocation;
  return new TokenError('invalid_client', 'This client credential was revoked', {
    reason: 'credential_revoked',
    details: { gpii_reason: 'credential_revoked', revoked_at: revokedAt, revoked_by: revokedBy, revoke_reason: reason },
  });
}
