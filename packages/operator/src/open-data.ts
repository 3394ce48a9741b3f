import { mkdir } from 'node:fs/promises';
import { openCredentials, OperatorKeysError, OperatorKeysTooOpenError, type Credentials } from '@gpii/credentials';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import {
  openCouchStore,
  openStore,
  StoreCredentialsError,
  StoreLockedError,
  StoreStateError,
  StoreUnavailableError,
  upgradeStore,
  type OpenStoreOptions,
  type Store,
  type UpgradeReport,
} from '@gpii/store';
import { readStoreCredential, type DataLocation } from './data-location.ts';
import { requireDataFolder } from './operations/require-data-folder.ts';

/** How long the database may take for a command: nobody's computer waits for it, as one does for a server. */
export const COMMAND_DEADLINE_MS = 20_000;

/** How the data is opened. */
export interface OpenDataOptions extends Pick<
  OpenStoreOptions,
  'bucketWidthSeconds' | 'fsyncTokens' | 'deadlineMs' | 'onNotice' | 'onBatch'
> {
  /** Whether a CouchDB that does not answer yet will do. */
  readonly mayComeLater?: boolean;
}

/**
 * Opens the data.
 *
 * @throws StartError (exit 69) when another process has the folder open, or the database or keys cannot be used; (exit 78)
 * when the database refuses user and password, the data is of another version, half restored, or others can read its
 * keys: starting again does not help then.
 */
export async function openData(
  location: DataLocation,
  options: OpenDataOptions = {},
): Promise<{ store: Store; credentials: Credentials }> {
  const { dataDir, keysFile } = location;
  const { mayComeLater = false } = options;
  try {
    const store = await openStoreAt(location, options);
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
async function openStoreAt(
  { dataDir, store, storeCredentialFile }: DataLocation,
  { mayComeLater = false, ...options }: OpenDataOptions,
): Promise<Store> {
  if (store === undefined) return openStore({ dataDir, ...options });
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const credential = storeCredentialFile === undefined ? undefined : await readStoreCredential(storeCredentialFile);
  const { bucketWidthSeconds, deadlineMs } = options;
  const width = bucketWidthSeconds === undefined ? {} : { bucketWidthSeconds };
  const deadlines = deadlineMs === undefined ? {} : { deadlineMs, callDeadlineMs: oneCallMs(deadlineMs) };
  return openCouchStore({ url: store, credential, mayComeLater, ...width, ...deadlines });
}

/** How long one call to the database may take, where an operation may take `deadlineMs`: one that fails can be made again. */
export function oneCallMs(deadlineMs: number): number {
  return Math.round((deadlineMs * 2) / 3);
}

/**
 * Brings data to the version of this program.
 *
 * @throws StartError as {@link openData}; (exit 78) when the data is newer than this program.
 */
export async function upgradeData(dataDir: string): Promise<UpgradeReport> {
  await requireDataFolder(dataDir);
  try {
    const store = await openStore({
      dataDir,
      inAnyState: true,
      deadlineMs: COMMAND_DEADLINE_MS,
      onNotice: noticeOnStderr,
    });
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
  if (error instanceof StoreCredentialsError) return new StartError(`${error.message}.`, { cause: error });
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
