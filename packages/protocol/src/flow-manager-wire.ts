import { z } from 'zod';
import { preferencesSchema } from './records.ts';

/** What a key-in may bring along: preferences, keyed by view, that are used without GPII Cloud. */
export const keyInRequestSchema = z.strictObject({ preferences: preferencesSchema.optional() });

/**
 * What the flow manager answers to a key-in, key-out or tap. Of the GPII token only the first four characters. `cloudProblem`
 * is the error code by which GPII Cloud gave no settings; there when the source of those that are on is `local`.
 */
export const keyInAnswerSchema = z.object({
  message: z.string(),
  gpiiToken: z.string(),
  source: z.enum(['cloud', 'local']),
  cloudProblem: z.string().optional(),
});

/** A parsed answer to a key-in, key-out or tap. */
export type KeyInAnswer = z.infer<typeof keyInAnswerSchema>;
