import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '@gpii/store';
import { z } from 'zod';

const KEYS_FILE_NAME = 'keys.json';

const keysFileSchema = z.object({
  /** The first signs; the others are old ones that still find what was stored under them. */
  gpiiTokenKeys: z.array(z.string().regex(/^[A-Za-z0-9_-]{43,}$/)).min(1),
});

/** The operator's keys. All nodes of a cloud have the same. */
export interface OperatorKeys {
  /** Where they stand. */
  readonly path: string;
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

/** Others than its owner can read or change the keys file. The operator has to decide what that means. */
export class OperatorKeysTooOpenError extends OperatorKeysError {
  constructor(path: string, mode: number) {
    super(
      `Others than its owner can open the keys file ${path} (mode ${mode.toString(8)}). With it, whoever has the ` +
        'database can try out GPII tokens. chmod 600 it, and find out who read it.',
    );
    this.name = 'OperatorKeysTooOpenError';
  }
}

/**
 * Reads the operator's keys; makes them at the first start.
 *
 * @param path - Of the keys file; that of a data folder is `keysFileIn(dataDir)`.
 * @param mayMake - Whether nothing is stored yet that would need the keys of before.
 * @throws OperatorKeysTooOpenError when others than its owner can open the file.
 * @throws OperatorKeysError when the file is not what it should be, which is never overwritten, or is gone.
 */
export async function openOperatorKeys(path: string, mayMake: () => Promise<boolean>): Promise<OperatorKeys> {
  const { gpiiTokenKeys } = (await readKeys(path)) ?? (await makeKeys(path, mayMake));
  const [signingKey = ''] = gpiiTokenKeys;
  const key = createSecretKey(signingKey, 'base64url');
  return { path, hashGpiiToken: (gpiiToken) => createHmac('sha256', key).update(gpiiToken).digest('hex') };
}

/** Path of the keys file in a data folder. */
export function keysFileIn(dataDir: string): string {
  return join(dataDir, KEYS_FILE_NAME);
}

async function readKeys(path: string): Promise<z.infer<typeof keysFileSchema> | undefined> {
  try {
    const { mode } = await stat(path);
    // Windows has no such modes.
    if ((mode & 0o077) !== 0 && process.platform !== 'win32') throw new OperatorKeysTooOpenError(path, mode & 0o777);
    return keysFileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (error instanceof OperatorKeysTooOpenError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unusable(path, "can't be used", error);
  }
}

/** A start that is killed leaves either no keys file or a whole one, also when the power goes. */
async function makeKeys(path: string, mayMake: () => Promise<boolean>): Promise<z.infer<typeof keysFileSchema>> {
  if (!(await mayMake())) throw unusable(path, 'is gone');
  const keys = { gpiiTokenKeys: [randomBytes(32).toString('base64url')] };
  const temporary = `${path}.new`;
  await rm(temporary, { force: true });
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(keys)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(dirname(path));
  return keys;
}

function unusable(path: string, what: string, cause?: unknown): OperatorKeysError {
  const advice = 'Put back the one that belongs to this data: without it no GPII token is found.';
  return new OperatorKeysError(`The keys file ${path} ${what}. ${advice}`, cause);
}
