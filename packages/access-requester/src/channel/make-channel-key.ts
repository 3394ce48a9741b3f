import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { EXIT, StartError } from '@gpii/service-kit/cli';

/**
 * Makes a channel key: 256 random bits in a new file of mode 0600. The key is shown nowhere.
 *
 * @throws StartError when there is a file already (it stays as it is), or none can be made.
 */
export function makeChannelKey(file: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx', 0o600);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    const why = code === 'EEXIST' ? 'there is a file already. It was left as it is' : code;
    throw new StartError(`Cannot make the channel key ${file}: ${why}.`, { exitCode: EXIT.failed, cause: error });
  }
  try {
    writeSync(descriptor, `${randomBytes(32).toString('base64url')}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
