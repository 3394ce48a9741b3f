import type { JsonObject } from '@gpii/matchmaker';
import { preferencesSchema } from '@gpii/protocol';
import { Json5SyntaxError, parseJson5 } from './json5-document.ts';

/** What is wrong in a file, and where. */
export interface FileProblem {
  /** From 1. */
  readonly line: number;
  /** Path of the member, such as `flat.contexts`; empty for the whole. */
  readonly field: string;
  readonly message: string;
}

/** A preference set, keyed by view; or what is wrong with its text. */
export type ParsedPreferenceSet =
  { readonly preferences: JsonObject } | { readonly problems: readonly [FileProblem, ...FileProblem[]] };

/**
 * Reads the text of a file with one person's preferences: JSON5, keyed by view (`flat`).
 *
 * @see GPII-FORMATS §2
 */
export function parsePreferenceSet(text: string): ParsedPreferenceSet {
  try {
    const { value, lineOf } = parseJson5(text);
    const parsed = preferencesSchema.safeParse(value);
    // It came from JSON5, so it is JSON.
    if (parsed.success) return { preferences: parsed.data as JsonObject };
    const [first, ...others] = parsed.error.issues.map(({ path, message }) => ({
      line: lineOf(path),
      field: path.map(String).join('.'),
      message,
    }));
    return { problems: [first ?? { line: 1, field: '', message: 'no preference set' }, ...others] };
  } catch (error) {
    if (!(error instanceof Json5SyntaxError)) throw error;
    return { problems: [{ line: error.line, field: '', message: `not JSON5: ${error.message}` }] };
  }
}
