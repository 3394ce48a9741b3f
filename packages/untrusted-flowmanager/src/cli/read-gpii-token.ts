import { gpiiTokenSchema } from '@gpii/protocol';
import { EXIT, StartError } from '@gpii/service-kit/cli';

/**
 * The GPII token of a command: its argument, or for `-` what stdin holds, without surrounding white space.
 *
 * @throws StartError (exit 64) when it can't be one. The message does not repeat it.
 */
export async function readGpiiToken(
  argument: string,
  stdin: AsyncIterable<Uint8Array | string> = process.stdin,
): Promise<string> {
  const text = argument === '-' ? (await readAll(stdin)).trim() : argument;
  const parsed = gpiiTokenSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new StartError(parsed.error.issues.map((issue) => `${issue.message}.`).join(' '), { exitCode: EXIT.usage });
}

async function readAll(stdin: AsyncIterable<Uint8Array | string>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
