import { parsePreferenceSet, type FileProblem } from '@gpii/gpii-files';
import type { JsonObject } from '@gpii/matchmaker';
import { readSmallFile } from './read-small-file.ts';

/** Preferences, keyed by view; or what is wrong with their file. */
export type ReadPreferences = { readonly preferences: JsonObject } | { readonly problem: LocalProblem };

/** What is wrong with local preferences, for the log. `file` never shows a whole GPII token. */
export interface LocalProblem extends FileProblem {
  readonly file: string;
}

/**
 * Reads a file of preferences.
 *
 * @param shownAs - How the file is called in messages: its own name may be a GPII token.
 */
export async function readPreferenceFile(path: string, shownAs = path): Promise<ReadPreferences> {
  let text: string;
  try {
    text = await readSmallFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { problem: { file: shownAs, line: 1, field: '', message: `can't be read: ${code ?? message}` } };
  }
  const parsed = parsePreferenceSet(text);
  return 'problems' in parsed ? { problem: { file: shownAs, ...parsed.problems[0] } } : parsed;
}
