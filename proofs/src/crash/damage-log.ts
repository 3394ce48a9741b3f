import { readdirSync, statSync } from 'node:fs';
import { open, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '../measure/random.ts';

/** What was done to a file. */
export interface Damage {
  readonly file: string;
  readonly how: 'cut' | 'garbled';
  readonly bytes: number;
}

const KIB = 1024;

/** The LevelDB log that was written last, in a folder and those below it; undefined where there is none. */
export function findNewestLog(folder: string): string | undefined {
  const logs = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\d{6}\.log$/.test(name));
  const files = logs.map((name) => join(folder, name)).map((file) => ({ file, at: statSync(file).mtimeMs }));
  return files.sort((one, other) => other.at - one.at)[0]?.file;
}

/**
 * Cuts off the last 1 to 64 KiB of a file, or puts random bytes in their place; of a shorter file all but the first byte. (A
 * log that is cut to nothing looks like one that was just begun: that leaves no trace that a start could speak of.)
 */
export async function damageEnd(file: string, random: Random): Promise<Damage> {
  const { size } = statSync(file);
  const bytes = Math.min(size - 1, random.integer(KIB, 64 * KIB));
  const how = random.chance(0.5) ? 'cut' : 'garbled';
  if (how === 'cut') await truncate(file, size - bytes);
  else {
    const handle = await open(file, 'r+');
    await handle.write(random.bytes(bytes), 0, bytes, size - bytes);
    await handle.close();
  }
  return { file, how, bytes };
}
