import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from './report.ts';

/**
 * Shows each mail that the cloud writes from now on: to whom, about what, and its links.
 *
 * @returns Stops that.
 */
export function watchMails(folder: string, report: Report): () => void {
  const shown = new Set<string>();
  const show = async (name: string): Promise<void> => {
    if (!name.endsWith('.eml') || shown.has(name)) return;
    shown.add(name);
    report.say(...describeMail(await readFile(join(folder, name), 'utf8')));
  };
  const watcher = watch(folder, (_event, name) => {
    // Gone again: somebody tidies the folder.
    show(name ?? '').catch(() => undefined);
  });
  watcher.on('error', () => undefined);
  return () => {
    watcher.close();
  };
}

/** A mail as it is shown. */
export function describeMail(mail: string): string[] {
  const [head = ''] = mail.split('\n\n', 1);
  const header = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(head)?.[1] ?? '';
  const links = mail.slice(head.length).match(/^https?:\/\/\S+$/gm) ?? [];
  return ['', `Mail to ${header('To')}: ${header('Subject')}`, ...links.map((link) => `  ${link}`)];
}
