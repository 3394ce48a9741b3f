import { StoreUnavailableError, type Follower, type Store } from '@gpii/store';
import { countRevocations, timeAuditLog, type Activity } from './activity.ts';
import type { AccountRooms } from './accounts.ts';
import { createAuditLog } from './audit-log.ts';
import { checkOperatorKeys, isWithoutKeys } from './check-operator-keys.ts';
import { clientIdInDocumentId } from './client-credential.ts';
import { createCredentialDirectory, type CredentialDirectory } from './credential-directory.ts';
import type { CredentialRooms } from './credential-rooms.ts';
import { createGpiiTokens, gpiiTokenDocumentId, type GpiiTokens } from './gpii-tokens.ts';
import { keysFileIn, openOperatorKeys, OperatorKeysError, type OperatorKeys } from './operator-keys.ts';
import { createPasswordQueue } from './password-queue.ts';
import { createPreferenceChanges, type ChangeStoredPreferences } from './preference-changes.ts';
import { openRevocations, type LearningRevocations, type Revocation } from './revocations.ts';
import { createSecretUses, type SecretUses } from './secret-uses.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createClientVerifier, type ClientVerifier } from './verify-client.ts';

/** Everything that is known about accounts, clients and GPII tokens, over one store. */
export interface Credentials extends CredentialRooms, AccountRooms {
  readonly gpiiTokens: GpiiTokens;
  readonly changePreferences: ChangeStoredPreferences;
  readonly activity: Activity;
  readonly sessions: Sessions;
}

/** How credentials are opened. */
export interface OpenCredentialsOptions {
  /** The clock. */
  readonly now?: () => Date;
  /** Where the operator's keys stand; left out: `keys.json` in the data folder. */
  readonly keysFile?: string | undefined;
  /** Whether a database that other nodes share may be away for now: until it is back, everything is unavailable. */
  readonly mayComeLater?: boolean;
}

/**
 * Opens what is stored: keys (made at the first start), revocations, client credentials.
 *
 * @throws OperatorKeysError when the keys file is damaged, does not belong to the data, or is gone while GPII tokens are
 * stored.
 */
export async function openCredentials(
  store: Store,
  dataDir: string,
  { now = () => new Date(), keysFile, mayComeLater = false }: OpenCredentialsOptions = {},
): Promise<Credentials> {
  const keysPath = keysFile ?? keysFileIn(dataDir);
  const keys = await openOperatorKeys(keysPath, () => mayMakeKeys(store, keysPath));
  const learning = await openRevocations(store, now);
  const [revocations, revocationCounts] = countRevocations(learning);
  const directory = createCredentialDirectory(store, now);
  const ownerOf = async (clientId: string): Promise<string | undefined> => (await directory.find(clientId))?.owner;
  const [audit, auditActivity] = timeAuditLog(createAuditLog(store, now, ownerOf));
  const uses = createSecretUses(store, now);
  const verifier = forgettingBoth(createClientVerifier(store, revocations, { uses, now }), directory);
  await followOtherNodes(store, { keys, revocations: learning, verifier, directory, uses }, mayComeLater);
  return {
    store,
    now,
    revocations,
    uses,
    directory,
    audit,
    activity: { revocations: revocationCounts, audit: auditActivity },
    sessions: createSessions({ store, revocations, now }),
    passwords: createPasswordQueue(),
    gpiiTokens: createGpiiTokens(store, keys, revocations),
    changePreferences: createPreferenceChanges(store, now),
    verifier,
  };
}

async function mayMakeKeys(store: Store, keysPath: string): Promise<boolean> {
  if (store.feed !== undefined) {
    return isWithoutKeys(store).catch((cause: unknown) => {
      const message = `There is no keys file ${keysPath}, and the database, which would tell whether other nodes have keys`;
      throw new StoreUnavailableError(
        `${message}, does not answer. Copy their keys file, or start the database first.`,
        {
          cause,
        },
      );
    });
  }
  return (await store.core.listByPrefix(gpiiTokenDocumentId(''), { limit: 1 })).length === 0;
}

interface WhoIsTold {
  readonly keys: OperatorKeys;
  readonly revocations: LearningRevocations;
  readonly verifier: ClientVerifier;
  readonly directory: CredentialDirectory;
  readonly uses: SecretUses;
}

/** Whoever changes a credential says so to the verifier; the directory has it in memory too. */
function forgettingBoth(verifier: ClientVerifier, directory: CredentialDirectory): ClientVerifier {
  return {
    ...verifier,
    forget: (clientId) => {
      verifier.forget(clientId);
      directory.forget(clientId);
    },
  };
}

/** Known GPII tokens and access tokens are never changed, only revoked: clients alone are forgotten. */
async function followOtherNodes(store: Store, told: WhoIsTold, mayComeLater: boolean): Promise<void> {
  const { keys, revocations, verifier, directory, uses } = told;
  const follower: Follower = {
    admit: () => checkOperatorKeys(store, keys),
    revoked: (id, value) => {
      // What is in this collection was put there by `Revocations`.
      revocations.learn(id, value as object as Revocation);
    },
    changed: (id) => {
      const clientId = clientIdInDocumentId(id);
      if (clientId !== undefined) verifier.forget(clientId);
      directory.changed(id);
      uses.changed(id);
    },
    forgetAll: () => {
      verifier.forgetAll();
      directory.forgetAll();
      uses.forgetAll();
    },
  };
  try {
    await store.feed?.follow(follower);
  } catch (error) {
    if (error instanceof StoreUnavailableError && error.cause instanceof OperatorKeysError) throw error.cause;
    if (!(error instanceof StoreUnavailableError && mayComeLater)) throw error;
  }
}
