import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '@gpii/store';
import { openCredentials, type Credentials } from '../../src/open-credentials.ts';

/** A data folder, open, with a clock that the test sets. */
export interface OpenData extends Credentials {
  readonly clock: Clock;
}

/** A clock that stands still until it is set. */
export interface Clock {
  at: Date;
}

const HOUR_MS = 3_600_000;

/** Sets a clock forward. */
export function passHours(clock: Clock, hours: number): void {
  clock.at = new Date(clock.at.getTime() + hours * HOUR_MS);
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
    const clock: Clock = { at: new Date('2026-05-01T12:00:00Z') };
    const credentials = await openCredentials(store, folder, { now: () => clock.at });
    await test({ ...credentials, clock });
    await credentials.uses.settled();
  } finally {
    await store.close();
  }
}

/** Runs a test with fresh data. */
export function withData(test: (data: OpenData) => Promise<void>): Promise<void> {
  return withFolder((folder) => withDataIn(folder, test));
}
