import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gpiiTokenSchema } from '@gpii/protocol';
import { readPreferenceFile, type ReadPreferences } from './read-preference-file.ts';
import { readSmallFile } from './read-small-file.ts';

/** The files of a token medium, a USB stick say: whose it is, and the preferences that come along. */
export const MEDIUM_FILES = { gpiiToken: '.gpii-user-token.txt', preferences: '.gpii-preferences.json5' } as const;

const TOKEN_LIMIT_BYTES = 4096;

/** What a token medium says. */
export interface Medium {
  readonly gpiiToken: string;
  /** Undefined where it carries none. */
  readonly carried: ReadPreferences | undefined;
}

/**
 * Reads a token medium: the first line of its token file, and the preferences beside it.
 *
 * @param folder - Where it is mounted.
 * @throws Error with a sentence when it has no GPII token that can be read. The sentence does not hold the token.
 */
export async function readMedium(folder: string): Promise<Medium> {
  const text = await readSmallFile(join(folder, MEDIUM_FILES.gpiiToken), TOKEN_LIMIT_BYTES).catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(`${join(folder, MEDIUM_FILES.gpiiToken)} can't be read: ${code ?? message}.`, { cause: error });
  });
  const token = gpiiTokenSchema.safeParse((text.replace(/^\uFEFF/, '').split('\n', 1)[0] ?? '').trim());
  if (!token.success) {
    const why = token.error.issues.map(({ message }) => message).join('; ');
    throw new Error(`${join(folder, MEDIUM_FILES.gpiiToken)} holds no GPII token: ${why}.`);
  }
  const isCarrying = (await readdir(folder)).includes(MEDIUM_FILES.preferences);
  const carried = isCarrying ? await readPreferenceFile(join(folder, MEDIUM_FILES.preferences)) : undefined;
  return { gpiiToken: token.data, carried };
}
