import { confirm, password, text } from '@clack/prompts';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { decodeText } from './decode-text.ts';
import { toPath } from './to-path.ts';

/** Whether somebody sits at a terminal who can be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

const OUTPUT = { output: process.stderr } as const;

/** Asks yes or no; yes is one key away. */
export async function askWhether(message: string): Promise<boolean> {
  return taken(await confirm({ message, ...OUTPUT }));
}

/** Asks for a line of text. */
export async function askText(message: string): Promise<string> {
  return taken(await text({ message, ...OUTPUT }));
}

/** Asks where a file is. */
export async function askPath(message: string): Promise<string> {
  return toPath(await askText(message));
}

/** Asks for what nobody may read over the shoulder. */
export async function askSecret(message: string): Promise<string> {
  return taken(await password({ message, ...OUTPUT }));
}

/** Clack answers a symbol where Ctrl-C was pressed. */
function taken<T>(answer: T): Exclude<T, symbol> {
  if (typeof answer === 'symbol') throw new StartError('Stopped. Nothing was changed.', { exitCode: EXIT.interrupted });
  return answer as Exclude<T, symbol>;
}

/** All of stdin, up to 64 KiB. */
export async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > 64 * 1024) throw new StartError('What came on stdin is too large.', { exitCode: EXIT.failed });
    chunks.push(chunk);
  }
  return decodeText(Buffer.concat(chunks));
}
