import { z } from 'zod';
import { preferencesSchema } from './records.ts';

/** What a key-in may bring along: preferences, keyed by view, that are used without GPII Cloud. */
export const keyInRequestSchema = z.strictObject({ preferences: preferencesSchema.optional() });

/**
 * What the flow manager answers to a key-in, key-out or tap. Of the GPII token only the first four characters. `cloudProblem`
 * is the error code by which GPII Cloud gave no settings; there when the source of those that are on is `local`. `leftOut` are
 * settings that this computer did not take, each by itself; there when there are some.
 */
export const keyInAnswerSchema = z.object({
  message: z.string(),
  gpiiToken: z.string(),
  source: z.enum(['cloud', 'local']),
  cloudProblem: z.string().optional(),
  leftOut: z.array(z.object({ solution: z.string(), setting: z.string() })).optional(),
});

/** A parsed answer to a key-in, key-out or tap. */
export type KeyInAnswer = z.infer<typeof keyInAnswerSchema>;

/** An address of the local page: good once, in a browser of this computer. */
export const pageAnswerSchema = z.object({ url: z.string() });

/** A setting that whoever is keyed in wants changed, by a common term or a setting of an application. */
export const changeRequestSchema = z.strictObject({
  term: z.string().min(1).max(1024),
  /** Any JSON value. */
  value: z.json(),
  /** Whether GPII Cloud shall keep it. */
  save: z.boolean().default(false),
});

/** A parsed wish to change a setting. */
export type ChangeRequest = z.infer<typeof changeRequestSchema>;

/**
 * What the flow manager answers when it changed a setting. `isUsed`: something on this computer became different by it.
 * `saveProblem` is there when it was to be saved and could not be: as a refusal, with the rules that it breaks.
 */
export const changeAnswerSchema = z.object({
  message: z.string(),
  gpiiToken: z.string(),
  isUsed: z.boolean(),
  saved: z.boolean(),
  saveProblem: z
    .object({
      error: z.string(),
      message: z.string(),
      errors: z.array(z.object({ message: z.string(), dataPath: z.array(z.string()) })).optional(),
    })
    .optional(),
});

/** A parsed answer to a change. */
export type ChangeAnswer = z.infer<typeof changeAnswerSchema>;
