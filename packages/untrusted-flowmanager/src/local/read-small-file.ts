import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** Largest file of preferences, as in GPII Cloud (a stored set has at most 1 MiB). */
export const PREFERENCES_LIMIT_BYTES = 1024 * 1024;

/**
 * Reads a text file that somebody else may have made: what is no file, is a link, or is too large, is an error and not an
 * endless read.
 *
 * @throws Error with a sentence, or with the `code` of the file system.
 */
export async function readSmallFile(path: string, limitBytes = PREFERENCES_LIMIT_BYTES): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const info = await file.stat();
    if (!info.isFile()) throw new Error('it is no file');
    if (info.size > limitBytes) throw new Error(`it is larger than ${limitBytes} bytes`);
    const buffer = Buffer.alloc(info.size);
    const { bytesRead } = await file.read(buffer, 0, info.size, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
