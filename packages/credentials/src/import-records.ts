import { isDeepStrictEqual } from 'node:util';
import { createHash } from 'node:crypto';
import type {
  AccountRecord,
  ClientCredentialRecord,
  GpiiTokenRecord,
  ImportRecord,
  ImportReport,
} from '@gpii/protocol';
import { ConflictError, type Collection, type Store } from '@gpii/store';
import {
  credentialDocumentId,
  secretDocumentPrefix,
  type ClientCredential,
  type ClientSecret,
} from './client-credential.ts';
import { gpiiTokenDocumentId, safeDocumentId, type GpiiTokens, type PreferencesSafe } from './gpii-tokens.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import type { Revocations } from './revocations.ts';
import type { ClientVerifier } from './verify-client.ts';

/** What an import works on. */
export interface ImportTarget {
  readonly store: Store;
  readonly gpiiTokens: GpiiTokens;
  readonly revocations: Revocations;
  readonly verifier: ClientVerifier;
  readonly now: () => Date;
}

type Outcome = 'created' | 'updated' | 'unchanged';

/** How many records are written at a time: they leave as one batch (group commit), passwords are hashed meanwhile. */
const CONCURRENT_RECORDS = 64;

/**
 * Takes records that were parsed already. Each is created, updated to what the record says, or left as it is, so
 * importing twice makes no duplicates.
 *
 * @throws StoreUnavailableError when the database does not answer; what was taken before stays.
 */
export async function importRecords(target: ImportTarget, records: readonly ImportRecord[]): Promise<ImportReport> {
  const report: ImportReport = {};
  for (let start = 0; start < records.length; start += CONCURRENT_RECORDS) {
    const batch = records.slice(start, start + CONCURRENT_RECORDS);
    const outcomes = await Promise.all(batch.map((record) => importRecord(target, record)));
    batch.forEach(({ kind }, index) => {
      const counts = (report[kind] ??= { created: 0, updated: 0, unchanged: 0 });
      const outcome = outcomes[index];
      if (outcome !== undefined) counts[outcome] += 1;
    });
  }
  return report;
}

function importRecord(target: ImportTarget, record: ImportRecord): Promise<Outcome> {
  switch (record.kind) {
    case 'account':
      return importAccount(target, record);
    case 'clientCredential':
      return importClientCredential(target, record);
    case 'gpiiToken':
      return importGpiiToken(target, record);
  }
}

interface StoredAccount {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly createdAt: string;
}

async function importAccount({ store, now }: ImportTarget, record: AccountRecord): Promise<Outcome> {
  const email = record.email.toLowerCase();
  const id = `account:${email}`;
  const found = await store.core.get<StoredAccount>(id);
  const samePassword =
    found !== undefined &&
    (record.password === undefined
      ? record.passwordHash === found.value.passwordHash
      : await verifyPassword(found.value.passwordHash, record.password));
  const passwordHash = samePassword
    ? found.value.passwordHash
    : (record.passwordHash ?? (await hashPassword(record.password ?? '')));
  return upsert(store.core, id, (stored: StoredAccount | undefined) => ({
    email,
    name: record.name,
    passwordHash,
    createdAt: stored?.createdAt ?? now().toISOString(),
  }));
}

async function importClientCredential(target: ImportTarget, record: ClientCredentialRecord): Promise<Outcome> {
  const { store, revocations, verifier, now } = target;
  const { clientId, secrets } = record;
  const outcome = await upsert<ClientCredential>(store.core, credentialDocumentId(clientId), (stored) =>
    toClientCredential(record, stored?.createdAt ?? now().toISOString()),
  );
  const outcomes = await Promise.all(
    secrets.map(({ secret, secretSha256, label }) => {
      const sha256 =
        secretSha256 ??
        createHash('sha256')
          .update(secret ?? '')
          .digest('hex');
      return upsert<ClientSecret>(store.core, secretDocumentPrefix(clientId) + sha256, (stored) => ({
        sha256,
        label,
        origin: 'import',
        createdAt: stored?.createdAt ?? now().toISOString(),
      }));
    }),
  );
  if (record.revokedAt !== undefined) {
    const revocation = { revokedAt: record.revokedAt, revokedBy: 'import', reason: '' };
    await revocations.revoke('credential', clientId, revocation);
  }
  verifier.forget(clientId);
  return outcome === 'unchanged' && outcomes.some((one) => one !== 'unchanged') ? 'updated' : outcome;
}

function toClientCredential(record: ClientCredentialRecord, createdAt: string): ClientCredential {
  const { allowedIPBlocks, allowedPrefsToWrite } = record;
  return {
    clientId: record.clientId,
    type: record.type,
    public: record.public ?? false,
    name: record.name,
    owner: record.owner.toLowerCase(),
    origins: record.origins ?? [],
    redirectUris: record.redirectUris ?? [],
    ...(allowedIPBlocks === undefined ? {} : { allowedIPBlocks }),
    ...(allowedPrefsToWrite === undefined ? {} : { allowedPrefsToWrite }),
    mayCreateGpiiTokens: record.mayCreateGpiiTokens ?? false,
    mayCreatePreferences: record.mayCreatePreferences ?? false,
    createdAt,
  };
}

async function importGpiiToken(target: ImportTarget, record: GpiiTokenRecord): Promise<Outcome> {
  const { store, gpiiTokens, revocations, now } = target;
  const hash = record.tokenHash ?? gpiiTokens.hash(record.token ?? '');
  // The preferences first: a GPII token that is known without them would key in to nothing.
  const safe = await upsert<PreferencesSafe>(store.safes, safeDocumentId(hash), () => ({
    preferences: record.preferences,
    readOnly: record.readOnly ?? false,
  }));
  const { owner } = record;
  const outcome = await upsert<{ owner?: string; createdAt: string }>(
    store.core,
    gpiiTokenDocumentId(hash),
    (stored) => ({
      ...(owner === undefined ? {} : { owner: owner.toLowerCase() }),
      createdAt: stored?.createdAt ?? now().toISOString(),
    }),
  );
  if (record.revokedAt !== undefined) {
    const revocation = { revokedAt: record.revokedAt, revokedBy: 'import', reason: '' };
    await revocations.revoke('gpiiToken', hash, revocation);
  }
  return outcome === 'unchanged' ? safe : outcome;
}

/** Creates or replaces a document, again when somebody else was quicker. */
async function upsert<T extends object>(
  collection: Collection,
  id: string,
  build: (stored: T | undefined) => T,
): Promise<Outcome> {
  for (;;) {
    const found = await collection.get<T>(id);
    const value = build(found?.value);
    if (found !== undefined && isDeepStrictEqual(toPlain(found.value), toPlain(value))) return 'unchanged';
    try {
      if (found === undefined) await collection.create(id, value);
      else await collection.replace(id, found.revision, value);
      return found === undefined ? 'created' : 'updated';
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
    }
  }
}

function toPlain(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}
