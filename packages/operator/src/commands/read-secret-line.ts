import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { Writable } from 'node:stream';
import { EXIT, StartError } from '@gpii/service-kit/cli';

/**
 * Reads what must not be an argument, where other people of this computer could see it: from standard input, or typed
 * without an echo where that is a terminal.
 *
 * @throws StartError (exit 64) when there is nothing.
 */
export async function readSecretLine(what: string): Promise<string> {
  const line = process.stdin.isTTY ? await ask(what) : (await text(process.stdin)).replace(/\r?\n$/, '');
  if (line === '') throw new StartError(`${what}: standard input is empty.`, { exitCode: EXIT.usage });
  return line;
}

async function ask(what: string): Promise<string> {
  process.stderr.write(`${what}: `);
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
