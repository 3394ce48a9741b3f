import { randomBytes } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MailTransport } from './mailer.ts';

/** Writes each mail to a file of its own (0600), `….eml`, which people and mail programs can read (RFC 6532). */
export function createFolderTransport(folder: string): MailTransport {
  return async ({ from, to, subject, text }) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const name = `${new Date().toISOString().replace(/[:.]/g, '-')}-${randomBytes(4).toString('hex')}.eml`;
    const headers = [
      `From: ${from}`,
      `To: ${to}`,
      `Subject: ${subject}`,
      `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
    ];
    // Under its name it is whole: somebody may be watching the folder.
    const half = join(folder, `.${name}.half`);
    await writeFile(half, `${headers.join('\n')}\n\n${text}\n`, { mode: 0o600, flag: 'wx' });
    await rename(half, join(folder, name));
    return { mailFile: name };
  };
}
