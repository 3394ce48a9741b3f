import { readFileSync } from 'node:fs';
import { StartError } from '@gpii/service-kit/cli';

/**
 * Reads the file of a bearer token.
 *
 * @throws StartError (exit 78) that names the path, never the content.
 */
export function readBearerToken(file: string): string {
  let token: string;
  try {
    token = readFileSync(file, 'utf8').trim();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'this account may not read it' : code;
    throw new StartError(`The key file ${file} can't be read: ${why}.`, { cause: error });
  }
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new StartError(`The key file ${file} has to hold one line without spaces, and does not.`);
}
