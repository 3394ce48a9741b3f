import { z } from 'zod';

/** A TCP port; 0 picks a free one. */
export const portSchema = z.coerce
  .number('Expected a port number, 0 to 65535')
  .int('Expected a port number, 0 to 65535')
  .min(0, 'Expected a port number, 0 to 65535')
  .max(65_535, 'Expected a port number, 0 to 65535');

/** An http or https address without query and fragment; a trailing slash is taken off. */
export const baseUrlSchema = z
  .url({ protocol: /^https?$/, error: 'Expected an address such as http://127.0.0.1:8081' })
  .refine((text) => !/[?#]/.test(text), 'Expected an address without "?" and "#"')
  .transform((text) => text.replace(/\/+$/, ''));

/** A path in the file system. */
export const pathSchema = z.string().min(1, 'Expected a path');

/** Least level of log lines that are written. */
export const logLevelSchema = z.enum(
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
