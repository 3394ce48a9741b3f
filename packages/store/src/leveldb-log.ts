import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** LevelDB's log format: blocks of 32 KiB; each record has 4 bytes of checksum, 2 of length, 1 of type before it. */
const BLOCK_BYTES = 32_768;
const HEADER_BYTES = 7;
const [FULL, FIRST, LAST] = [1, 2, 4];

/**
 * How many bytes at the end of the logs belong to a write that is not there to its end. LevelDB drops them without a
 * word: it takes them for what a process that ended was writing, and cannot know of a file that was cut.
 *
 * @param folder - Of one database. Ask before it is opened.
 */
export async function measureTornTail(folder: string): Promise<number> {
  const logs = (await readdir(folder)).filter((name) => name.endsWith('.log'));
  const torn = await Promise.all(logs.map(async (name) => tornTailOf(await readFile(join(folder, name)))));
  return torn.reduce((sum, bytes) => sum + bytes, 0);
}

function tornTailOf(log: Buffer): number {
  /** Where the record begins whose last part has not been seen yet. */
  let begin = 0;
  let isOpen = false;
  for (let at = 0; at < log.length;) {
    const leftInBlock = BLOCK_BYTES - (at % BLOCK_BYTES);
    if (leftInBlock < HEADER_BYTES) {
      at += leftInBlock;
      continue;
    }
    if (!isOpen) begin = at;
    if (at + HEADER_BYTES > log.length) return log.length - begin;
    const end = at + HEADER_BYTES + log.readUInt16LE(at + 4);
    if (end > log.length) return log.length - begin;
    const type = log[at + 6];
    // Garbage: LevelDB sees that by its checksum, and says so.
    if (end > at + leftInBlock || type === undefined || type < FULL || type > LAST) return 0;
    isOpen = type !== FULL && (type === FIRST || isOpen) && type !== LAST;
    at = end;
  }
  return isOpen ? log.length - begin : 0;
}

/**
 * How many bytes of its logs LevelDB dropped when it opened the database the last time, as it says in the text file
 * LOG beside them; it opens all the same.
 */
export async function readDroppedBytes(folder: string): Promise<number> {
  const text = await readFile(join(folder, 'LOG'), 'latin1').catch(() => '');
  const dropped = text.matchAll(/dropping (\d+) bytes/g);
  return [...dropped].reduce((sum, [, bytes]) => sum + Number(bytes), 0);
}
