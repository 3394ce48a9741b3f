import type { IdRange } from './database.ts';
import type { LevelDown } from './load-pouchdb.ts';

/**
 * The keys of a LevelDB in a range, in the order of their bytes, without what stands under them.
 *
 * @param keyPrefix - Stands before each id.
 * @throws Error, from LevelDB, when they cannot be read.
 */
export async function listKeys(
  level: LevelDown,
  { from, to, limit }: IdRange,
  keyPrefix = '',
): Promise<readonly string[]> {
  const iterator = level.iterator({
    gte: keyPrefix + from,
    lt: keyPrefix + to,
    limit,
    values: false,
    keyAsBuffer: false,
  });
  try {
    const ids: string[] = [];
    for (;;) {
      const key = await callLevel<string>((done) => {
        iterator.next(done);
      });
      if (key === undefined) return ids;
      ids.push(key.slice(keyPrefix.length));
    }
  } finally {
    await callLevel((done) => {
      iterator.end(done);
    });
  }
}

/** Calls a method of LevelDB that ends with a callback. */
export function callLevel<T>(
  call: (done: (error: Error | null | undefined, value?: T) => void) => void,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    call((error, value) => {
      if (error) reject(error);
      else resolve(value);
    });
  });
}
