import { DataSourceError } from '@gpii/data-source';
import { Refusal, type Logger } from '@gpii/service-kit';
import { NoOwnCredentialError } from './own-credential.ts';

const RETRY_AFTER_SECONDS = 2;

/**
 * What whoever asked for settings is told when nobody can say what the access token is good for: 503, whatever happened
 * between the servers. Never 401: the access token may be good. What an operator has to do is said in the log.
 */
export function explainIntrospectionFailure(error: unknown, logger: Logger): Refusal {
  const { reason, advice, retryAfterSeconds } = explain(error);
  if (reason === 'introspection_refused') logger.error({ reason, advice }, 'access tokens cannot be checked');
  return new Refusal({
    status: 503,
    code: 'temporarily_unavailable',
    reason,
    message: 'GPII Cloud cannot check access tokens at the moment. The access token may be good: try again.',
    retryAfterSeconds: retryAfterSeconds ?? RETRY_AFTER_SECONDS,
    cause: error,
  });
}

interface Explained {
  readonly reason: 'introspection_refused' | 'auth_server_unreachable' | 'auth_server_malformed';
  readonly advice?: string;
  readonly retryAfterSeconds?: number | undefined;
}

function explain(error: unknown): Explained {
  if (error instanceof NoOwnCredentialError) {
    return { reason: 'introspection_refused', advice: 'The file of --client-credential-file is gone: put it back.' };
  }
  if (!(error instanceof DataSourceError)) return { reason: 'auth_server_malformed' };
  const { kind, status = 0, retryAfterSeconds } = error;
  if (kind === 'unreachable' || kind === 'timeout' || kind === 'untrusted')
    return { reason: 'auth_server_unreachable' };
  if (kind === 'refused' && (status === 401 || status === 403)) {
    return {
      reason: 'introspection_refused',
      advice:
        'The auth server does not accept the client credential of --client-credential-file. It has to be one of a ' +
        'GPII application that is not revoked: hand out another secret, and replace the file.',
    };
  }
  if (kind === 'refused' && (status >= 500 || status === 429)) {
    return { reason: 'auth_server_unreachable', retryAfterSeconds };
  }
  return { reason: 'auth_server_malformed' };
}
