import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '@gpii/store';
import type { ImportTarget } from '../../src/import-records.ts';
import { openCredentials, type Credentials } from '../../src/open-credentials.ts';

/** A data folder, open. */
export interface OpenData extends Credentials, ImportTarget {
  readonly store: Store;
  readonly verifier: Credentials['verifier'];
  readonly gpiiTokens: Credentials['gpiiTokens'];
  readonly revocations: Credentials['revocations'];
}

/** Runs a test with an empty folder, which is removed afterwards. */
export async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gpii-credentials-'));
  try {
    await test(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs a test with the data in a folder, which is closed afterwards. */
export async function withDataIn(folder: string, test: (data: OpenData) => Promise<void>): Promise<void> {
  // Tests share two cores with other work: the store's own deadline is not what they are about.
  const store = await openStore({ dataDir: folder, deadlineMs: 20_000 });
  try {
    await test({ store, ...(await openCredentials(store, folder)), now: () => new Date('2026-05-01T12:00:00Z') });
  } finally {
    await store.close();
  }
}

/** Runs a test with fresh data. */
export function withData(test: (data: OpenData) => Promise<void>): Promise<void> {
  return withFolder((folder) => withDataIn(folder, test));
}
