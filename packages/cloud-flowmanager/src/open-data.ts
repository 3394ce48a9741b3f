import { openCredentials, OperatorKeysError, OperatorKeysTooOpenError, type Credentials } from '@gpii/credentials';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import {
  openStore,
  StoreLockedError,
  StoreStateError,
  StoreUnavailableError,
  type OpenStoreOptions,
  type Store,
} from '@gpii/store';

/** How the data folder is opened. */
export type OpenDataOptions = Pick<OpenStoreOptions, 'fsyncTokens' | 'onNotice'>;

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
