import { DataSourceError } from '@gpii/data-source';
import type { Reason } from '@gpii/protocol';
import { z } from 'zod';
import { Refusal } from '@gpii/service-kit';
import { PERSON_SENTENCES } from './person-sentences.ts';

const notAllowedSchema = z.object({ error: z.literal('insufficient_scope') });

/** Whether the cloud says that the access token is not (or no longer) good; 401 has another meaning where it says so. */
export function isAccessTokenRefused(error: unknown): boolean {
  if (!(error instanceof DataSourceError) || error.kind !== 'refused' || error.status !== 401) return false;
  return !notAllowedSchema.safeParse(error.body).success;
}

/** What a failed settings request means for the person. */
export function toCloudRefusal(error: unknown): unknown {
  if (!(error instanceof DataSourceError)) return error;
  switch (error.kind) {
    case 'unreachable':
    case 'timeout':
    case 'untrusted':
      return cloudUnreachable(error);
    case 'malformed':
    case 'too_large':
      return cloudMalformed(error);
    case 'refused':
      return refusalOfStatus(error.status ?? 0, error);
  }
}

/** GPII Cloud answered, and not as agreed. */
export function cloudMalformed(cause?: unknown): Refusal {
  return cloudError('cloud_malformed', cause);
}

function refusalOfStatus(status: number, error: DataSourceError): Refusal {
  if (status === 401) return accessTokenRefused(error);
  if (status === 403) return cloudError('access_token_wrong_person', error);
  if (status === 429) return slowDown(error);
  return cloudError(status >= 500 ? 'cloud_unavailable' : 'cloud_malformed', error);
}

function cloudError(reason: Reason, cause: unknown): Refusal {
  const retryAfterSeconds = cause instanceof DataSourceError ? cause.retryAfterSeconds : undefined;
  const message = PERSON_SENTENCES.cloudDown;
  return new Refusal({ status: 502, code: 'cloud_error', reason, message, retryAfterSeconds, cause });
}

function cloudUnreachable(cause: unknown): Refusal {
  const reason = 'cloud_unreachable';
  return new Refusal({ status: 504, code: reason, reason, message: PERSON_SENTENCES.cloudDown, cause });
}

function accessTokenRefused(cause: unknown): Refusal {
  const reason = 'access_token_refused';
  return new Refusal({ status: 502, code: reason, reason, message: PERSON_SENTENCES.cloudDown, cause });
}

function slowDown({ retryAfterSeconds }: DataSourceError): Refusal {
  const message = PERSON_SENTENCES.tooManyTries;
  return new Refusal({ status: 429, code: 'slow_down', reason: 'rate_limited', message, retryAfterSeconds });
}
