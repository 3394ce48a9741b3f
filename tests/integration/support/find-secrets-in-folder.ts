import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { OPERATOR_FILE_NAME } from '@gpii/protocol';
import { findSecrets, type SecretKind } from './secrets.ts';

/** Where a secret belongs: the file names of this project, and what may stand in each. */
const BELONGS: Readonly<Record<string, readonly SecretKind[]>> = {
  [OPERATOR_FILE_NAME]: ['operator key'],
  'credential.json': ['client secret'],
  'channel-key': ['channel key'],
};

/** Looks for clear secrets in all files of a folder, database files included. `except`: kinds that may stand anywhere in it. */
export async function findSecretsInFolder(folder: string, except: readonly SecretKind[] = []): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(file, 'utf8').catch(() => '');
      return [
        ...findSecrets(file, text, [...except, ...(BELONGS[basename(file)] ?? [])]),
        ...findSecrets(`the name ${file}`, basename(file)),
      ];
    }),
  );
  return found.flat();
}
