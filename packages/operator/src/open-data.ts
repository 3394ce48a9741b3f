import { openCredentials, OperatorKeysError, OperatorKeysTooOpenError, type Credentials } from '@gpii/credentials';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import {
  openStore,
  StoreLockedError,
  StoreStateError,
  StoreUnavailableError,
  upgradeStore,
  type OpenStoreOptions,
  type Store,
  type UpgradeReport,
} from '@gpii/store';
import { requireDataFolder } from './operations/require-data-folder.ts';

/** How the data folder is opened. */
export type OpenDataOptions = Pick<OpenStoreOptions, 'fsyncTokens' | 'onNotice' | 'onBatch'>;

/**
 * Opens the data folder.
 *
 * @throws StartError (exit 69) when another process has it open, or it cannot be used; (exit 78) when the data is of
 * another version, half restored, or others can read its keys: starting again does not help then.
 */
export async function openData(
  dataDir: string,
  options: OpenDataOptions = {},
): Promise<{ store: Store; credentials: Credentials }> {
  try {
    const store = await openStore({ dataDir, ...options });
    try {
      return { store, credentials: await openCredentials(store, dataDir) };
    } catch (error) {
      await store.close();
      throw error;
    }
  } catch (error) {
    throw toStartError(error);
  }
}

/**
 * Brings data to the version of this program.
 *
 * @throws StartError as {@link openData}; (exit 78) when the data is newer than this program.
 */
export async function upgradeData(dataDir: string): Promise<UpgradeReport> {
  await requireDataFolder(dataDir);
  try {
    const store = await openStore({ dataDir, inAnyState: true, onNotice: noticeOnStderr });
    try {
      return await upgradeStore(store);
    } finally {
      await store.close();
    }
  } catch (error) {
    throw toStartError(error);
  }
}

/** What opening data can fail with, for the person who started it. */
export function toStartError(error: unknown): unknown {
  if (error instanceof StoreStateError || error instanceof OperatorKeysTooOpenError) {
    return new StartError(error.message, { exitCode: EXIT.config, cause: error });
  }
  const isExpected =
    error instanceof StoreLockedError || error instanceof StoreUnavailableError || error instanceof OperatorKeysError;
  return isExpected ? new StartError(error.message, { exitCode: EXIT.unavailable, cause: error }) : error;
}

/** Says on stderr what a command found damaged in the data folder. */
export const noticeOnStderr: NonNullable<OpenDataOptions['onNotice']> = ({ message }) => {
  process.stderr.write(`${message}\n`);
};
