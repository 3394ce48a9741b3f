import { z } from 'zod';

/**
 * A whole number between two, as text or as a number of a config. Only digits count: an empty variable must not become 0.
 *
 * @param message - What is said for anything else, such as `Expected a port number, 0 to 65535`.
 */
export function wholeNumberSchema({ min, max }: { min: number; max: number }, message: string): z.ZodType<number> {
  return z
    .unknown()
    .transform((value) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value))
    .pipe(z.int(message).min(min, message).max(max, message));
}

/** A TCP port; 0 picks a free one. */
export const portSchema = wholeNumberSchema({ min: 0, max: 65_535 }, 'Expected a port number, 0 to 65535');

/** An http or https address without query and fragment; a trailing slash is taken off. */
export const baseUrlSchema = z
  .url({ protocol: /^https?$/, error: 'Expected an address such as http://127.0.0.1:8081' })
  .refine((text) => !/[?#]/.test(text), 'Expected an address without "?" and "#"')
  .transform((text) => text.replace(/\/+$/, ''));

/** yes or no, also as true or false of a config or variable. */
export const yesNoSchema = z
  .unknown()
  .transform((value) =>
    value === true || value === 'true' ? 'yes' : value === false || value === 'false' ? 'no' : value,
  )
  .pipe(z.enum(['yes', 'no'], 'Expected yes or no'))
  .transform((value) => value === 'yes');

/** An account of this computer: its name, or its number, which a config may give as one. */
export const accountSchema = z
  .unknown()
  .transform((value) => (typeof value === 'number' ? String(value) : value))
  .pipe(z.string().regex(/^[^\s:-][^\s:]*$/, 'Expected the name or number of an account'));

/** A path in the file system. */
export const pathSchema = z.string().min(1, 'Expected a path');

/** Least level of log lines that are written. */
const logLevelSchema = z.enum(
  ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
  'Expected one of trace, debug, info, warn, error, fatal, silent',
);

/** The setting that every server has. */
export const logLevelSetting = {
  schema: logLevelSchema,
  default: 'info',
  placeholder: 'LEVEL',
  describe: 'Least level of log lines: trace, debug, info, warn, error, fatal or silent.',
} as const;
