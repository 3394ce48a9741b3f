import { createHmac, randomBytes } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const KEYS_FILE_NAME = 'keys.json';

const keysFileSchema = z.object({
  /** The first signs; the others are old ones that still find what was stored under them. */
  gpiiTokenKeys: z.array(z.string().min(32)).min(1),
});

/** The operator's keys. */
export interface OperatorKeys {
  /** The name under which a GPII token is stored: it identifies a person, so it never stands in clear (DESIGN §5). */
  hashGpiiToken(gpiiToken: string): string;
}

/** The keys file cannot be used. Without it no stored GPII token can be found again. */
export class OperatorKeysError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'OperatorKeysError';
  }
}

/**
 * Reads the operator's keys from the data folder; makes them at the first start.
 *
 * @throws OperatorKeysError when the file is there but is not what it should be: it is never overwritten.
 */
export async function openOperatorKeys(dataDir: string): Promise<OperatorKeys> {
  const path = join(dataDir, KEYS_FILE_NAME);
  const { gpiiTokenKeys } = (await readKeys(path)) ?? (await makeKeys(path));
  const [signingKey = ''] = gpiiTokenKeys;
  const key = Buffer.from(signingKey, 'base64url');
  return { hashGpiiToken: (gpiiToken) => createHmac('sha256', key).update(gpiiToken).digest('hex') };
}

async function readKeys(path: string): Promise<z.infer<typeof keysFileSchema> | undefined> {
  try {
    return keysFileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new OperatorKeysError(
      `The keys file ${path} can't be used. Put back the one that belongs to this data folder: without it no GPII token is found.`,
      error,
    );
  }
}

async function makeKeys(path: string): Promise<z.infer<typeof keysFileSchema>> {
  const keys = { gpiiTokenKeys: [randomBytes(32).toString('base64url')] };
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(keys)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return keys;
}
