import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** Makes names in a folder survive a power cut: without it, a rename or a removal can be taken back. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders, and needs none of this.
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
