import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { keepSecret } from './secrets.ts';

/** A mail that a cloud wrote to its folder. */
export interface ReadMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Path and query of the link in it that carries a token; empty where there is none. The token counts as a secret. */
  readonly link: string;
  readonly mode: number;
}

/** The mails in a folder, the oldest first. */
export async function readMails(folder: string): Promise<readonly ReadMail[]> {
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder)).filter((name) => name.endsWith('.eml')).sort();
  return Promise.all(names.map((name) => readMail(join(folder, name))));
}

/** The newest mail to an address. */
export async function newestMailTo(folder: string, to: string): Promise<ReadMail> {
  const found = (await readMails(folder)).filter((mail) => mail.to === to).at(-1);
  if (found === undefined) throw new Error(`There is no mail to ${to}`);
  return found;
}

async function readMail(path: string): Promise<ReadMail> {
  const [head = '', ...rest] = (await readFile(path, 'utf8')).split('\n\n');
  const text = rest.join('\n\n');
  const header = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(head)?.[1] ?? '';
  const [, link = '', token] = /^https?:\/\/[^/]+(\/\S*\?token=([^&\s]+)\S*)$/m.exec(text) ?? [];
  if (token !== undefined) keepSecret('access token', token);
  return { to: header('To'), subject: header('Subject'), text, link, mode: (await stat(path)).mode & 0o777 };
}
