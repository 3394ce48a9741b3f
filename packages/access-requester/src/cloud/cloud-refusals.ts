import { REQUESTER_STATUSES, type Reason, type RequesterErrorCode } from '@gpii/protocol';
import { Refusal } from '@gpii/service-kit';
import { plainText } from '@gpii/service-kit/cli';
import type { Credential, CredentialProblem } from '@gpii/service-kit/cli';

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

/** The right secret of a credential that was revoked: the cloud says when and why. */
export function credentialRevoked({ name }: Credential, details: Readonly<Record<string, unknown>>): Refusal {
  const at = typeof details.revoked_at === 'string' ? new Date(details.revoked_at) : undefined;
  const on = at === undefined || Number.isNaN(at.getTime()) ? '' : ` on ${DAY.format(at)}`;
  const why = plainText(details.revoke_reason, 200);
  const message =
    `The credential “${name}” was revoked${on}${why === undefined ? '' : ` (reason: ${why})`}. ` +
    "It can't be switched back on. Connect again to make a new one.";
  return refuse('credential_refused', { reason: 'credential_revoked', message });
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** Too many requests. */
export function slowDown(retryAfterSeconds: number | undefined): Refusal {
  const until = retryAfterSeconds === undefined ? '' : ` for ${retryAfterSeconds} s`;
  const message = `GPII Cloud asks us to slow down${until}.`;
  return refuse('slow_down', { reason: 'rate_limited', message, retryAfterSeconds });
}

/** 5xx. */
export function cloudNotWorking(status: number, retryAfterSeconds: number | undefined, cause: unknown): Refusal {
  const message = `GPII Cloud answers but is not working (${status}). Nothing to change here. ${STILL_WORKS}`;
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
  const what = status === undefined ? '' : ` (${status})`;
  const message = `${cloudUrl} answered something that is not understood${what}. ${STILL_WORKS} Check the address of GPII Cloud.`;
  return refuse('cloud_error', { reason: 'cloud_malformed', message, cause });
}

/** No connection, or no answer in time. */
export function cloudUnreachable(cloudUrl: string, cause: unknown): Refusal {
  const message = `This computer can't reach ${cloudUrl}. ${STILL_WORKS} Check the network cable or Wi-Fi.`;
  return refuse('cloud_unreachable', { reason: 'cloud_unreachable', message, cause });
}

/** A connection, to somebody who does not prove to be GPII Cloud. */
export function tlsUntrusted(cloudUrl: string, cause: unknown): Refusal {
  const message =
    `The connection to ${cloudUrl} isn't trusted. ${STILL_WORKS} Check this computer's clock; ` +
    `ask your network team to allow ${new URL(cloudUrl).host}, or add their certificate.`;
  return refuse('cloud_unreachable', { reason: 'tls_untrusted', message, cause });
}
