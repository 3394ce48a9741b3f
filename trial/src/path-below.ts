import { isAbsolute, relative } from 'node:path';

/** A path as it reads from a folder, when it is below it; any other word as it is. */
export function pathBelow(folder: string, word: string): string {
  if (!isAbsolute(word)) return word;
  const below = relative(folder, word);
  return below === '' || below.startsWith('..') ? word : below;
}
