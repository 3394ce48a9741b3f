import { open, readdir, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The newest file of this kind in a database's folder. */
export async function newestFile(folder: string, pattern: RegExp): Promise<string> {
  const names = (await readdir(folder)).filter((name) => pattern.test(name)).sort();
  const newest = names.at(-1);
  if (newest === undefined) throw new Error(`No ${String(pattern)} in ${folder}`);
  return join(folder, newest);
}

/** Cuts bytes off the end of a file, all of it at most. */
export async function cutOff(path: string, bytes: number): Promise<void> {
  await truncate(path, Math.max(0, (await stat(path)).size - bytes));
}

/** Overwrites the last bytes of a file, all of it at most. */
export async function garbleTail(path: string, bytes: number): Promise<void> {
  const { size } = await stat(path);
  await garbleAt(path, Math.max(0, size - bytes), Math.min(size, bytes));
}

/** Overwrites bytes within a file. */
export async function garbleAt(path: string, position: number, bytes: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.write(Buffer.alloc(bytes, 0x5a), 0, bytes, position);
  } finally {
    await file.close();
  }
}

/** Overwrites a whole file with what means nothing. */
export async function garble(path: string): Promise<void> {
  await writeFile(path, Buffer.alloc((await stat(path)).size, 0x5a));
}
