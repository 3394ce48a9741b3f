import { z } from 'zod';

/** Longest GPII token that is taken, in UTF-16 code units. */
export const GPII_TOKEN_MAX_LENGTH = 256;

/**
 * A GPII token: what a person keys in with. Any text without control characters, 1 to 256 long: installs in the
 * field have names, UUIDs and unicode here.
 */
export const gpiiTokenSchema = z
  .string()
  .min(1, 'A GPII token has at least one character')
  .max(GPII_TOKEN_MAX_LENGTH, `A GPII token has at most ${GPII_TOKEN_MAX_LENGTH} characters`)
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'A GPII token has no control characters')
  .refine((token) => token.isWellFormed(), 'A GPII token is proper unicode');

/** The first four characters and "…": enough for a person to recognise, the most that a local answer shows. */
export function maskGpiiToken(gpiiToken: string): string {
  return `${Array.from(gpiiToken).slice(0, 4).join('')}…`;
}
