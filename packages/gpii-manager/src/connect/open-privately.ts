import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openBrowser } from './open-browser.ts';

/**
 * Opens an address that lets somebody in: by way of a file that only the person can read, because others can read the
 * arguments of an opener (SECURITY G-S1).
 *
 * @returns Whether it could be opened, and what takes the file away again.
 */
export async function openPrivately(
  address: string,
  env = process.env,
): Promise<{ wasOpened: boolean; forget: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'gpii-manager-'));
  const file = join(folder, 'open.html');
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>GPII Manager</title><meta http-equiv="refresh" content="0;url=${address}"></head><body><p><a href="${address}">GPII Manager</a></p></body></html>\n`;
  await writeFile(file, html, { mode: 0o600 });
  const [uid, gid] = [Number(env.SUDO_UID), Number(env.SUDO_GID)];
  if (process.getuid?.() === 0 && uid > 0 && gid > 0) {
    await chown(file, uid, gid);
    await chown(folder, uid, gid);
  }
  const wasOpened = await openBrowser(pathToFileURL(file).href, env);
  return { wasOpened, forget: () => rm(folder, { recursive: true, force: true }) };
}
