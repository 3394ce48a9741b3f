import { mkdir } from 'node:fs/promises';
import { openCredentials, OperatorKeysError, type Credentials } from '@gpii/credentials';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import {
  openCouchStore,
  openStore,
  StoreCredentialsError,
  StoreLockedError,
  StoreUnavailableError,
  type Store,
} from '@gpii/store';
import { readStoreCredential, type DataLocation } from './data-location.ts';

/**
 * Opens the data.
 *
 * @param mayComeLater - Whether a CouchDB that does not answer yet will do.
 * @throws StartError (exit 69) when another process has the folder open, or the database or keys cannot be used; (exit 78)
 * when the database refuses user and password.
 */
export async function openData(
  location: DataLocation,
  { mayComeLater = false } = {},
): Promise<{ store: Store; credentials: Credentials }> {
  const { dataDir, keysFile } = location;
  try {
    const store = await openStoreAt(location, mayComeLater);
    try {
      return { store, credentials: await openCredentials(store, dataDir, { keysFile, mayComeLater }) };
    } catch (error) {
      await store.close();
      throw error;
    }
  } catch (error) {
    throw toStartError(error);
  }
}

/** The store in a CouchDB where one is named, else that in the data folder, which holds the keys in both cases. */
export async function openStoreAt(
  { dataDir, store, storeCredentialFile }: DataLocation,
  mayComeLater = false,
): Promise<Store> {
  if (store === undefined) return openStore({ dataDir });
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const credential = storeCredentialFile === undefined ? undefined : await readStoreCredential(storeCredentialFile);
  return openCouchStore({ url: store, credential, mayComeLater });
}

/** What opening data can fail with, for the person who started it. */
export function toStartError(error: unknown): unknown {
  if (error instanceof StoreCredentialsError) return new StartError(`${error.message}.`, { cause: error });
  const isExpected =
    error instanceof StoreLockedError || error instanceof StoreUnavailableError || error instanceof OperatorKeysError;
  return isExpected ? new StartError(error.message, { exitCode: EXIT.unavailable, cause: error }) : error;
}
