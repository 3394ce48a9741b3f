import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const PROBE_FILE = 'probe-of-gpii-store';
/** What a database needs for opening besides its logs, which it writes anew then. */
const SPARE_BYTES = 1024 * 1024;

/**
 * Resolves when a database in this folder could be opened again: as much as that takes can be written and fsynced.
 *
 * @throws Error, from the file system, when it cannot.
 */
export async function probeDisk(folder: string): Promise<void> {
  const logs = (await readdir(folder)).filter((name) => name.endsWith('.log'));
  const sizes = await Promise.all(logs.map(async (name) => (await stat(join(folder, name))).size));
  const path = join(folder, PROBE_FILE);
  try {
    const file = await open(path, 'w', 0o600);
    try {
      await file.writeFile(Buffer.alloc(sizes.reduce((sum, bytes) => sum + bytes, SPARE_BYTES)));
      await file.datasync();
    } finally {
      await file.close();
    }
  } finally {
    await rm(path, { force: true });
  }
}
