import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes that the files in a folder and below take on the disk. What goes away meanwhile counts nothing. */
export function readDiskBytes(folder: string): number {
  let sum = 0;
  for (const name of listFiles(folder)) {
    try {
      sum += lstatSync(join(folder, name)).blocks * 512;
    } catch {
      // LevelDB removed it, or the bucket was destroyed.
    }
  }
  return sum;
}

function listFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    // A folder below went away between its listing and its reading.
    return readdirSync(folder, { encoding: 'utf8' }).flatMap((name) =>
      listFilesOf(join(folder, name)).map((file) => join(name, file)),
    );
  }
}

function listFilesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { encoding: 'utf8' });
  } catch {
    return [];
  }
}
