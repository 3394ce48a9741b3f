import type { Store } from '../store.ts';

/** The two functions that test runners share: vitest, node:test, mocha. */
export interface TestHarness {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
}

/** An empty store for one test. */
export interface OpenedForTest {
  readonly store: Store;
  /** Closes the store, which may be closed already, and removes what the test left. */
  readonly close: () => Promise<void>;
}

/** Opens an empty store for one test. */
export type OpenForTest = () => Promise<OpenedForTest>;

/** Runs one test on a store of its own. */
export async function withStore(open: OpenForTest, test: (store: Store) => Promise<void>): Promise<void> {
  const { store, close } = await open();
  try {
    await test(store);
  } finally {
    await close();
  }
}

/** How many of these succeeded, and the errors of the others. */
export async function outcomesOf(operations: readonly Promise<unknown>[]): Promise<{ won: number; errors: unknown[] }> {
  const results = await Promise.allSettled(operations);
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  return { won: results.length - errors.length, errors };
}
