import type { Store } from '@gpii/store';
import { countRevocations, timeAuditLog, type Activity } from './activity.ts';
import type { AccountRooms } from './accounts.ts';
import { createAuditLog } from './audit-log.ts';
import type { CredentialRooms } from './credential-rooms.ts';
import { createGpiiTokens, gpiiTokenDocumentId, type GpiiTokens } from './gpii-tokens.ts';
import { openOperatorKeys } from './operator-keys.ts';
import { createPasswordQueue } from './password-queue.ts';
import { createPreferenceChanges, type ChangeStoredPreferences } from './preference-changes.ts';
import { openRevocations } from './revocations.ts';
import { createSecretUses } from './secret-uses.ts';
import { createClientVerifier } from './verify-client.ts';

/** Everything that is known about accounts, clients and GPII tokens, over one store. */
export interface Credentials extends CredentialRooms, AccountRooms {
  readonly gpiiTokens: GpiiTokens;
  readonly changePreferences: ChangeStoredPreferences;
  readonly activity: Activity;
}

/**
 * Opens what is stored in a data folder: keys (made at the first start), revocations, client credentials.
 *
 * @param now - The clock.
 * @throws OperatorKeysError when the keys file is damaged, or is gone while GPII tokens are stored.
 */
export async function openCredentials(
  store: Store,
  dataDir: string,
  { now = () => new Date() }: { now?: () => Date } = {},
): Promise<Credentials> {
  const keys = await openOperatorKeys(dataDir, async () => {
    const stored = await store.core.listByPrefix(gpiiTokenDocumentId(''), { limit: 1 });
    return stored.length === 0;
  });
  const [revocations, revocationCounts] = countRevocations(await openRevocations(store, now));
  const [audit, auditActivity] = timeAuditLog(createAuditLog(store, now));
  const uses = createSecretUses(store, now);
  return {
    store,
    now,
    revocations,
    uses,
    audit,
    activity: { revocations: revocationCounts, audit: auditActivity },
    passwords: createPasswordQueue(),
    gpiiTokens: createGpiiTokens(store, keys, revocations),
    changePreferences: createPreferenceChanges(store, now),
    verifier: createClientVerifier(store, revocations, { uses, now }),
  };
}
