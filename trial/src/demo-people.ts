import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A person of the trial data. */
export interface DemoPerson {
  readonly gpiiToken: string;
  /** What the comment at the top of the file says, up to its colon: "Bram is blind". */
  readonly phrase: string;
}

const SUFFIX = '.json5';

/** The people whose preference sets stand in a folder, by GPII token. */
export async function readDemoPeople(folder: string): Promise<readonly DemoPerson[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(SUFFIX)).sort();
  return Promise.all(
    files.map(async (name) => {
      const [, phrase = ''] = /^\/\/ *([^:\n]*)/.exec(await readFile(join(folder, name), 'utf8')) ?? [];
      return { gpiiToken: name.slice(0, -SUFFIX.length), phrase: phrase.trim() };
    }),
  );
}
