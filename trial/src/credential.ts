import { randomBytes, randomInt } from 'node:crypto';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { readIfThere, writePrivateFile } from './private-files.ts';

/** The client credential of the trial computer. */
export interface Credential {
  readonly client_id: string;
  readonly client_secret: string;
  readonly name: string;
  readonly token_uri: string;
}

const CLIENT_ID_ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * The credential in the access requester's file; made there (0600) when there is none. A cloud that moved to another
 * port is noted in it.
 *
 * @see DESIGN §4 for the file's form
 */
export async function ensureCredential(file: string, tokenUri: string): Promise<Credential> {
  const text = await readIfThere(file);
  const found = text === undefined ? undefined : parseCredential(text, file);
  if (found?.token_uri === tokenUri) return found;
  const credential = { ...(found ?? mintCredential()), token_uri: tokenUri };
  await writePrivateFile(file, `${JSON.stringify({ installed: credential }, null, 2)}\n`);
  return credential;
}

/** A key of 256 random bits in a file of its owner (0600); a file that is there is left alone. */
export async function ensureChannelKey(file: string): Promise<void> {
  if ((await readIfThere(file)) === undefined) await writePrivateFile(file, `${randomSecret()}\n`);
}

/** A password of 24 letters and digits: 142 random bits, nothing that is hard to copy. */
export function randomPassword(): string {
  return randomText(24, 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789');
}

function mintCredential(): Omit<Credential, 'token_uri'> {
  return {
    client_id: `${randomInt(1, 10)}${randomText(10, '0123456789')}-${randomText(32, CLIENT_ID_ALPHABET)}`,
    client_secret: randomSecret(),
    name: 'Trial computer',
  };
}

function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

function randomText(length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}

function parseCredential(text: string, path: string): Credential {
  try {
    const file = JSON.parse(text) as { installed?: Partial<Credential> } | null;
    const { client_id, client_secret, name = '', token_uri = '' } = file?.installed ?? {};
    if (client_id !== undefined && client_secret !== undefined) return { client_id, client_secret, name, token_uri };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new StartError(`${path} holds no client credential: delete it, and the next start makes another.`, {
    exitCode: EXIT.unavailable,
  });
}
