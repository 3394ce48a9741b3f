import { DataSourceError } from '@gpii/data-source';
import type { Refusal } from '@gpii/service-kit';
import { readRevocation, type Credential } from '@gpii/service-kit/cli';
import {
  cloudMalformed,
  cloudNotWorking,
  cloudUnreachable,
  credentialRefused,
  credentialRevoked,
  grantNotAllowed,
  slowDown,
  tlsUntrusted,
  unknownGpiiToken,
} from './cloud-refusals.ts';

/** What was asked, and with what. */
export interface CloudQuestion {
  readonly cloudUrl: string;
  /** Undefined: nothing was shown to the cloud. */
  readonly credential?: Credential;
}

/**
 * What a failed question to the cloud means.
 *
 * @throws what it was given, when that is no DataSourceError: a mistake of ours.
 */
export function explainCloudFailure(error: unknown, question: CloudQuestion): Refusal {
  if (!(error instanceof DataSourceError)) throw error;
  switch (error.kind) {
    case 'unreachable':
    case 'timeout':
    case 'untrusted':
      return isTlsFailure(error) ? tlsUntrusted(question.cloudUrl, error) : cloudUnreachable(question.cloudUrl, error);
    case 'malformed':
    case 'too_large':
      return cloudMalformed(question.cloudUrl, error);
    case 'refused':
      return explainRefusal(error, question);
  }
}

/** Whether the same question may be answered if it is asked once more, now. */
export function isWorthARetry(error: unknown): boolean {
  return error instanceof DataSourceError && error.kind === 'unreachable' && !isTlsFailure(error);
}

function explainRefusal(error: DataSourceError, { cloudUrl, credential }: CloudQuestion): Refusal {
  const status = error.status ?? 0;
  const body = typeof error.body === 'object' && error.body !== null ? (error.body as Record<string, unknown>) : {};
  const { retryAfterSeconds } = error;
  if (status >= 500) return cloudNotWorking(cloudUrl, { status, retryAfterSeconds, cause: error });
  if (status === 429 || (status === 400 && body.error === 'slow_down')) return slowDown(retryAfterSeconds);
  const isAnswerOfOurs = credential !== undefined && (status === 400 || status === 401);
  if (isAnswerOfOurs && body.error === 'invalid_client') {
    const revocation = readRevocation(body);
    return revocation === undefined ? credentialRefused() : credentialRevoked(credential, revocation);
  }
  if (isAnswerOfOurs && body.error === 'invalid_grant') return unknownGpiiToken();
  if (isAnswerOfOurs && body.error === 'unauthorized_client') return grantNotAllowed();
  return cloudMalformed(cloudUrl, error, status);
}

/** Codes of Node and OpenSSL for a certificate that is not trusted, not of this name or not of this time. */
const TLS_CODES = /CERT|^ERR_TLS|^UNABLE_TO|^ERR_SSL|HOSTNAME_MISMATCH|^EPROTO$/;

function isTlsFailure({ cause }: DataSourceError): boolean {
  const code = (cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && TLS_CODES.test(code);
}
