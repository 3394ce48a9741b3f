import { createHash } from 'node:crypto';
import { readIfThere, writePrivateFile } from './private-files.ts';

/**
 * What went into the cloud already, by name and SHA-256 of what was imported. So a later start leaves alone what was
 * changed in the cloud since, and imports what is new in the trial's data, or did not arrive.
 */
export interface ImportLedger {
  has(name: string, content: string): boolean;
  /** Notes an import that has succeeded. */
  note(name: string, content: string): Promise<void>;
}

/** Opens the ledger; one that belongs to a cloud that is gone, or cannot be read, counts as empty. */
export async function openImportLedger(file: string, { cloudIsNew }: { cloudIsNew: boolean }): Promise<ImportLedger> {
  const hashes = new Map(cloudIsNew ? [] : parseLedger((await readIfThere(file)) ?? '{}'));
  return {
    has: (name, content) => hashes.get(name) === hashOf(content),
    note: async (name, content) => {
      hashes.set(name, hashOf(content));
      await writePrivateFile(file, `${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`);
    },
  };
}

function parseLedger(text: string): [string, unknown][] {
  try {
    return Object.entries(JSON.parse(text) as object);
  } catch {
    return [];
  }
}

function hashOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
