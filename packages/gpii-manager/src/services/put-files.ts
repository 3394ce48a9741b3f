import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Steps } from '../terminal/steps.ts';
import { ENABLED_LINKS, SERVICE_PATHS, type ServiceFile } from './service-files.ts';

/** Where files are put, and who is told. */
export interface Putting {
  readonly root?: string | undefined;
  readonly steps: Steps;
}

/** Puts files in place, and takes those of another plan away, with the links that started them. */
export async function putFiles(files: readonly ServiceFile[], { root = '/', steps }: Putting): Promise<void> {
  for (const { path, content } of files) {
    const target = join(root, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o755 });
    await writeFile(target, content, { mode: 0o644 });
    steps.done(`Wrote ${target}`);
  }
  const isMeant = (unit: string): boolean => files.some(({ path }) => path === unit);
  const stray = [
    ...ENABLED_LINKS.filter((link) => !isMeant(unitOf(link))),
    ...SERVICE_PATHS.filter((path) => !isMeant(path)),
  ];
  for (const path of stray) await rm(join(root, path), { force: true });
}

/** Takes all of them away, and the links: in another system's root nobody asks systemctl for that. */
export async function removeFiles({ root = '/', steps }: Putting): Promise<void> {
  for (const path of [...ENABLED_LINKS, ...SERVICE_PATHS]) {
    const target = join(root, path);
    if (await removeIfThere(target)) steps.done(`Removed ${target}`);
  }
}

/** What a link of a target leads to. */
function unitOf(link: string): string {
  return link.replace(/[a-z-]+\.target\.wants\//, '');
}

async function removeIfThere(path: string): Promise<boolean> {
  try {
    await rm(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
