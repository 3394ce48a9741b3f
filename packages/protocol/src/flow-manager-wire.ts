import { z } from 'zod';

/** What the flow manager answers to a key-in, key-out or tap. Of the GPII token only the first four characters. */
export const keyInAnswerSchema = z.object({
  message: z.string(),
  gpiiToken: z.string(),
  source: z.enum(['cloud', 'local']),
});

/** A parsed answer to a key-in, key-out or tap. */
export type KeyInAnswer = z.infer<typeof keyInAnswerSchema>;
