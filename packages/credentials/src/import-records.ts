import { createHash } from 'node:crypto';
import type {
  AccountRecord,
  ClientCredentialRecord,
  GpiiTokenRecord,
  ImportRecord,
  ImportReport,
  LinkRecord,
  SecretRecord,
} from '@gpii/protocol';
import { ConflictError, type Collection, type Store } from '@gpii/store';
import type { StoredAccount } from './accounts.ts';
import {
  credentialDocumentId,
  secretDocumentId,
  type ClientCredential,
  type ClientSecret,
} from './client-credential.ts';
import {
  gpiiTokenDocumentId,
  safeDocumentId,
  type GpiiTokens,
  type PreferencesSafe,
  type StoredGpiiToken,
} from './gpii-tokens.ts';
import type { CredentialDirectory } from './credential-directory.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import type { RevocableKind, Revocations } from './revocations.ts';
import { linkDocumentId, type StoredLink } from './stored-link.ts';
import { secretIdOf, type ClientVerifier } from './verify-client.ts';

/** What an import works on. */
export interface ImportTarget {
  readonly store: Store;
  readonly gpiiTokens: GpiiTokens;
  readonly revocations: Revocations;
  readonly verifier: ClientVerifier;
  readonly directory: CredentialDirectory;
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
  for (const batch of toBatches(target, records)) {
    const outcomes = await Promise.all(batch.map((record) => importRecord(target, record)));
    batch.forEach(({ kind }, index) => {
      const counts = (report[kind] ??= { created: 0, updated: 0, unchanged: 0 });
      const outcome = outcomes[index];
      if (outcome !== undefined) counts[outcome] += 1;
    });
  }
  return report;
}

/** No batch has two records of the same thing: the later one counts, also the second time. */
function* toBatches(target: ImportTarget, records: readonly ImportRecord[]): Generator<readonly ImportRecord[]> {
  let batch = new Map<string, ImportRecord>();
  for (const record of records) {
    const key = keyOf(target, record);
    if (batch.size === CONCURRENT_RECORDS || batch.has(key)) {
      yield [...batch.values()];
      batch = new Map();
    }
    batch.set(key, record);
  }
  if (batch.size > 0) yield [...batch.values()];
}

function keyOf({ gpiiTokens }: ImportTarget, record: ImportRecord): string {
  switch (record.kind) {
    case 'account':
      return `account:${record.email.toLowerCase()}`;
    case 'clientCredential':
      return `credential:${record.clientId}`;
    case 'gpiiToken':
      return `gpiiToken:${record.tokenHash ?? gpiiTokens.hash(record.token ?? '')}`;
    case 'link':
      return linkDocumentId(record.account, record.tokenHash ?? gpiiTokens.hash(record.token ?? ''));
  }
}

function importRecord(target: ImportTarget, record: ImportRecord): Promise<Outcome> {
  switch (record.kind) {
    case 'account':
      return importAccount(target, record);
    case 'clientCredential':
      return importClientCredential(target, record);
    case 'gpiiToken':
      return importGpiiToken(target, record);
    case 'link':
      return importLink(target, record);
  }
}

async function importAccount({ store, now, revocations }: ImportTarget, record: AccountRecord): Promise<Outcome> {
  const email = record.email.toLowerCase();
  const disabled = await importRevocation(revocations, 'account', { id: email, revokedAt: record.disabledAt });
  let fresh = record.passwordHash;
  const outcome = await upsert<StoredAccount>(store.core, `account:${email}`, async (stored) => {
    const keep = stored !== undefined && (await isSamePassword(stored.passwordHash, record));
    const passwordHash = keep ? stored.passwordHash : (fresh ??= await hashPassword(record.password ?? ''));
    // What was disabled stays so, whatever an older export says.
    const disabledAt = stored?.disabledAt ?? record.disabledAt;
    return {
      email,
      name: record.name,
      passwordHash,
      createdAt: stored?.createdAt ?? now().toISOString(),
      ...(disabledAt === undefined ? {} : { disabledAt }),
    };
  });
  return together(outcome, [disabled]);
}

async function isSamePassword(storedHash: string, { password, passwordHash }: AccountRecord): Promise<boolean> {
  return password === undefined ? passwordHash === storedHash : verifyPassword(storedHash, password);
}

async function importClientCredential(target: ImportTarget, record: ClientCredentialRecord): Promise<Outcome> {
  const { store, revocations, verifier, directory, now } = target;
  const { clientId, secrets } = record;
  // First: at no moment is a revoked credential in force.
  const revoked = await importRevocation(revocations, 'credential', { id: clientId, revokedAt: record.revokedAt });
  try {
    const outcome = await upsert<ClientCredential>(store.core, credentialDocumentId(clientId), async (stored) => {
      const credential = toClientCredential(record, stored?.createdAt ?? now().toISOString());
      if (credential.owner !== stored?.owner) await directory.enter(credential);
      return credential;
    });
    const outcomes = await Promise.all(secrets.map((secret) => importSecret(target, clientId, secret)));
    return together(outcome, [...outcomes, revoked]);
  } finally {
    verifier.forget(clientId);
  }
}

/** A secret that is known already keeps how it was handed out, and its end: an import gives nobody more time. */
async function importSecret(target: ImportTarget, clientId: string, record: SecretRecord): Promise<Outcome> {
  const { store, revocations, now } = target;
  const sha256 = record.secretSha256 ?? sha256Of(record.secret ?? '');
  const revoked = await importRevocation(revocations, 'secret', {
    id: secretIdOf(clientId, sha256),
    revokedAt: record.revokedAt,
  });
  const outcome = await upsert<ClientSecret>(store.core, secretDocumentId(clientId, sha256), (stored) => ({
    ...stored,
    sha256,
    label: record.label,
    origin: stored?.origin ?? record.origin ?? 'import',
    createdAt: stored?.createdAt ?? record.createdAt ?? now().toISOString(),
    ...earlierEnd(stored?.endsAt, record.endsAt),
  }));
  return together(outcome, [revoked]);
}

function earlierEnd(stored: string | undefined, given: string | undefined): { endsAt?: string } {
  const ends = [stored, given].filter((end) => end !== undefined).sort((a, b) => Date.parse(a) - Date.parse(b));
  return ends[0] === undefined ? {} : { endsAt: ends[0] };
}

/** The outcome of a record whose own document did this, and its other documents that. */
function together(outcome: Outcome, others: readonly Outcome[]): Outcome {
  return outcome === 'unchanged' && others.some((one) => one !== 'unchanged') ? 'updated' : outcome;
}

async function importRevocation(
  revocations: Revocations,
  kind: RevocableKind,
  { id, revokedAt }: { id: string; revokedAt: string | undefined },
): Promise<Outcome> {
  if (revokedAt === undefined) return 'unchanged';
  const isNew = revocations.find(kind, id) === undefined;
  await revocations.revoke(kind, id, { revokedAt, revokedBy: 'import', reason: '' });
  return isNew ? 'created' : 'unchanged';
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
  const revoked = await importRevocation(revocations, 'gpiiToken', { id: hash, revokedAt: record.revokedAt });
  // Then the preferences: a GPII token that is known without them would key in to nothing.
  const safe = await upsert<PreferencesSafe>(store.safes, safeDocumentId(hash), () => ({
    preferences: record.preferences,
    readOnly: record.readOnly ?? false,
  }));
  const { owner } = record;
  const outcome = await upsert<StoredGpiiToken>(store.core, gpiiTokenDocumentId(hash), (stored) => ({
    ...(owner === undefined ? {} : { owner: owner.toLowerCase() }),
    createdAt: stored?.createdAt ?? now().toISOString(),
  }));
  const link = owner === undefined ? 'unchanged' : await linkToOwner(target, { owner, hash });
  return together(outcome, [safe, revoked, link]);
}

/** Whose GPII token it is may share it. What that person took away stays so. */
function linkToOwner({ store, now }: ImportTarget, { owner, hash }: { owner: string; hash: string }): Promise<Outcome> {
  return upsert<StoredLink>(
    store.core,
    linkDocumentId(owner, hash),
    (stored) => stored ?? { label: '', linkedAt: now().toISOString() },
  );
}

/** What was taken away stays so, whatever an older export says. */
function unlinkedAt(time: string | undefined): { unlinkedAt?: string } {
  return time === undefined ? {} : { unlinkedAt: time };
}

function importLink({ store, gpiiTokens, now }: ImportTarget, record: LinkRecord): Promise<Outcome> {
  const hash = record.tokenHash ?? gpiiTokens.hash(record.token ?? '');
  return upsert<StoredLink>(store.core, linkDocumentId(record.account, hash), (stored) => ({
    label: record.label,
    linkedAt: record.linkedAt ?? stored?.linkedAt ?? now().toISOString(),
    ...unlinkedAt(stored?.unlinkedAt ?? record.unlinkedAt),
  }));
}

/** Creates or replaces a document, again when somebody else was quicker. */
async function upsert<T extends object>(
  collection: Collection,
  id: string,
  build: (stored: T | undefined) => T | Promise<T>,
): Promise<Outcome> {
  for (;;) {
    const found = await collection.get<T>(id);
    const value = await build(found?.value);
    // As text: the order of contexts in a preference set means something (GPII-FORMATS §3.6).
    if (found !== undefined && JSON.stringify(found.value) === JSON.stringify(value)) return 'unchanged';
    try {
      if (found === undefined) await collection.create(id, value);
      else await collection.replace(id, found.revision, value);
      return found === undefined ? 'created' : 'updated';
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
    }
  }
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
