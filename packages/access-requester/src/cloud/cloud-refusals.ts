import { REQUESTER_STATUSES, type Reason, type RequesterErrorCode } from '@gpii/protocol';
import { Refusal } from '@gpii/service-kit';
import {
  explainCloudTrouble,
  explainRevocation,
  explainSlowDown,
  type Credential,
  type CredentialProblem,
  type Revocation,
} from '@gpii/service-kit/cli';

const STILL_WORKS = 'People can still key in with settings stored here.';

/** Why no access token is given; the words are for the person who looks after this computer (UX "When things go wrong"). */
export function refuse(
  code: RequesterErrorCode,
  more: { reason: Reason; message: string; retryAfterSeconds?: number | undefined; cause?: unknown },
): Refusal {
  return new Refusal({ status: REQUESTER_STATUSES[code], code, ...more });
}

/** This computer has no client credential. */
export function noClientCredential(problem: CredentialProblem | undefined): Refusal {
  const message = 'Local-only mode. Connect to use preferences from GPII Cloud.';
  return problem === undefined
    ? refuse('no_client_credential', { reason: 'no_client_credential', message })
    : refuse('no_client_credential', { reason: problem.reason, message: `${message} ${problem.message}` });
}

/** Nobody has this GPII token. */
export function unknownGpiiToken(): Refusal {
  const message = "A key was used that GPII Cloud doesn't know.";
  return refuse('unknown_gpii_token', { reason: 'gpii_token_unknown', message });
}

/** The cloud does not take this client id and secret. */
export function credentialRefused(): Refusal {
  const message =
    `GPII Cloud doesn't accept this computer's client ID and secret. ${STILL_WORKS} ` +
    'Download the credential file again, or connect again to make a new one.';
  return refuse('credential_refused', { reason: 'credential_refused', message });
}

/** The right secret of a credential that was revoked. */
export function credentialRevoked({ name }: Credential, revocation: Revocation): Refusal {
  const message = explainRevocation(name, revocation);
  return refuse('credential_refused', { reason: 'credential_revoked', message });
}

/** Too many requests. */
export function slowDown(retryAfterSeconds: number | undefined): Refusal {
  const message = explainSlowDown(retryAfterSeconds);
  return refuse('slow_down', { reason: 'rate_limited', message, retryAfterSeconds });
}

/** 5xx. */
export function cloudNotWorking(
  cloudUrl: string,
  { status, retryAfterSeconds, cause }: { status: number; retryAfterSeconds: number | undefined; cause: unknown },
): Refusal {
  const message = explainCloudTrouble(cloudUrl, { kind: 'not_working', status }, STILL_WORKS);
  return refuse('cloud_error', { reason: 'cloud_unavailable', message, retryAfterSeconds, cause });
}

/** The credential is of a type that may not ask for people's access tokens. */
export function grantNotAllowed(): Refusal {
  const message =
    "GPII Cloud doesn't give access tokens for GPII tokens to this client credential: it is not one of a GPII application. " +
    'Connect again to make a new one.';
  return refuse('cloud_error', { reason: 'grant_not_allowed', message });
}

/** Something answered, and not as GPII Cloud does. */
export function cloudMalformed(cloudUrl: string, cause: unknown, status?: number): Refusal {
  const message = explainCloudTrouble(cloudUrl, { kind: 'malformed', status }, STILL_WORKS);
  return refuse('cloud_error', { reason: 'cloud_malformed', message, cause });
}

/** No connection, or no answer in time. */
export function cloudUnreachable(cloudUrl: string, cause: unknown): Refusal {
  const message = explainCloudTrouble(cloudUrl, { kind: 'unreachable' }, STILL_WORKS);
  return refuse('cloud_unreachable', { reason: 'cloud_unreachable', message, cause });
}

/** A connection, to somebody who does not prove to be GPII Cloud. */
export function tlsUntrusted(cloudUrl: string, cause: unknown): Refusal {
  const message = explainCloudTrouble(cloudUrl, { kind: 'untrusted' }, STILL_WORKS);
  return refuse('cloud_unreachable', { reason: 'tls_untrusted', message, cause });
}
