import { openCredentials, OperatorKeysError, type Credentials } from '@gpii/credentials';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { openStore, StoreLockedError, StoreUnavailableError, type OpenStoreOptions, type Store } from '@gpii/store';

/**
 * Opens the data folder.
 *
 * @param onBatch - Is told of each batch of writes.
 * @throws StartError (exit 69) when another process has it open, or it cannot be used.
 */
export async function openData(
  dataDir: string,
  onBatch?: OpenStoreOptions['onBatch'],
): Promise<{ store: Store; credentials: Credentials }> {
  try {
    const store = await openStore({ dataDir, onBatch });
    try {
      return { store, credentials: await openCredentials(store, dataDir) };
    } catch (error) {
      await store.close();
      throw error;
    }
  } catch (error) {
    if (
      error instanceof StoreLockedError ||
      error instanceof StoreUnavailableError ||
      error instanceof OperatorKeysError
    ) {
      throw new StartError(error.message, { exitCode: EXIT.unavailable, cause: error });
    }
    throw error;
  }
}
