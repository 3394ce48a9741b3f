import { DataSourceError } from '@gpii/data-source';
import { localRefusalSchema, REQUESTER_STATUSES, type Reason, type RequesterErrorCode } from '@gpii/protocol';
import { Refusal } from '@gpii/service-kit';
import { PERSON_SENTENCES } from './person-sentences.ts';

const KNOWN: Readonly<Record<RequesterErrorCode, { reason: Reason; message: string }>> = {
  unknown_gpii_token: { reason: 'gpii_token_unknown', message: PERSON_SENTENCES.unknownGpiiToken },
  credential_refused: { reason: 'credential_refused', message: PERSON_SENTENCES.notConnected },
  slow_down: { reason: 'rate_limited', message: PERSON_SENTENCES.tooManyTries },
  no_client_credential: { reason: 'no_client_credential', message: PERSON_SENTENCES.unknownGpiiToken },
  cloud_error: { reason: 'cloud_unavailable', message: PERSON_SENTENCES.cloudDown },
  cloud_unreachable: { reason: 'cloud_unreachable', message: PERSON_SENTENCES.cloudDown },
};

/** What a failed question to the access requester means for the person: its own codes and statuses are passed on. */
export function toRequesterRefusal(error: unknown): unknown {
  if (!(error instanceof DataSourceError)) return error;
  if (error.kind === 'unreachable' || error.kind === 'timeout') return requesterDown(error);
  if (error.kind === 'untrusted') return requesterDown(error, 'requester_untrusted');
  if (error.kind !== 'refused') return requesterMalformed(error);
  const body = localRefusalSchema.safeParse(error.body);
  const code = body.data?.error;
  if (isKnown(code)) {
    const retryAfterSeconds = error.retryAfterSeconds ?? body.data?.retry_after;
    return new Refusal({ status: REQUESTER_STATUSES[code], code, ...KNOWN[code], retryAfterSeconds });
  }
  return error.status === 401 || error.status === 403 ? channelRefused(error) : requesterMalformed(error);
}

/** What an access requester without a client credential says. */
export function noClientCredential(): Refusal {
  const code = 'no_client_credential';
  return new Refusal({ status: REQUESTER_STATUSES[code], code, ...KNOWN[code] });
}

/** The access requester answered, and not as agreed. */
export function requesterMalformed(cause?: unknown): Refusal {
  return requesterError('requester_malformed', cause);
}

function channelRefused(cause: unknown): Refusal {
  return requesterError('requester_refused_channel', cause);
}

function requesterError(reason: Reason, cause: unknown): Refusal {
  return new Refusal({ status: 502, code: 'requester_error', reason, message: PERSON_SENTENCES.cloudDown, cause });
}

/** For the person it is the same whether nobody is there or somebody else: nothing was sent. */
function requesterDown(cause: unknown, reason: Reason = 'requester_down'): Refusal {
  return new Refusal({ status: 503, code: 'requester_down', reason, message: PERSON_SENTENCES.cloudDown, cause });
}

function isKnown(code: string | undefined): code is RequesterErrorCode {
  return code !== undefined && Object.hasOwn(KNOWN, code);
}
