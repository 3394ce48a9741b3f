import { homedir } from 'node:os';
import { join } from 'node:path';

/** A path as people enter it, where no shell reads it first: in quotes when it was dropped on the terminal, `~` for their home. */
export function toPath(text: string, home = homedir()): string {
  const path = text.trim().replace(/^(["'])(.*)\1$/, '$2');
  return path.startsWith('~/') ? join(home, path.slice(2)) : path;
}
