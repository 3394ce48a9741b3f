import { pino, type Logger as PinoLogger, type LoggerOptions } from 'pino';

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
  const options: LoggerOptions = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths, censor: '[redacted]' },
    serializers: { err: serializeError },
  };
  return pino(options, { write: writeLine });
}

/** Lines of this turn of the event loop: they leave in one write, and none waits for a later turn. */
let waiting = '';

function writeLine(line: string): void {
  if (waiting === '') setImmediate(writeWaiting);
  waiting += line;
}

function writeWaiting(): void {
  const lines = waiting;
  waiting = '';
  if (lines !== '') process.stdout.write(lines);
}

process.on('exit', writeWaiting);
// Whoever read the lines is gone. pino's own destination would try again for ever, also at exit.
process.stdout.on('error', () => undefined);

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
