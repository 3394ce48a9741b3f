import { pino, type Logger as PinoLogger } from 'pino';

/** A logger of JSON lines on stdout. */
export type Logger = PinoLogger;

/** Members of a log line that never show their value, wherever they stand up to two levels deep. */
const REDACTED_MEMBERS = [
  'authorization',
  'password',
  'secret',
  'clientSecret',
  'client_secret',
  'accessToken',
  'access_token',
  'gpiiToken',
  'gpiiKey',
  'username',
  'code',
  'channelKey',
  'operatorKey',
  'cookie',
];

const paths = REDACTED_MEMBERS.flatMap((member) => [member, `*.${member}`, `*.*.${member}`]);

/**
 * Makes the logger of a server. Messages are fixed strings, data are fields (STYLE §5).
 *
 * @param service - Name of the server, in each line.
 * @param level - Least level that is written: trace, debug, info, warn, error, fatal, silent.
 */
export function createLogger(service: string, level = 'info'): Logger {
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths, censor: '[redacted]' },
    serializers: { err: serializeError },
  });
}

/** Type, message, stack and cause: no other member of an error gets into a log line. */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause) }),
  };
}
