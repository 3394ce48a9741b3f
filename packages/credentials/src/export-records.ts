import type { AccountRecord, ClientCredentialRecord, GpiiTokenRecord, ImportRecord, LinkRecord } from '@gpii/protocol';
import type { Found, StoredDocument } from '@gpii/store';
import { accountDocumentId, type StoredAccount } from './accounts.ts';
import { credentialDocumentId, type ClientCredential } from './client-credential.ts';
import type { CredentialRooms } from './credential-rooms.ts';
import { listSecrets, type FoundSecret } from './find-credential.ts';
import { gpiiTokenDocumentId, safeDocumentId, type PreferencesSafe, type StoredGpiiToken } from './gpii-tokens.ts';
import type { Revocations } from './revocations.ts';
import { LINK_PREFIX, type StoredLink } from './stored-link.ts';

/** A page of records. */
export interface RecordPage {
  readonly records: readonly ImportRecord[];
  /** Where the next page of this kind begins; left out on the last. */
  readonly next?: string;
}

type ExportRooms = Pick<CredentialRooms, 'store' | 'revocations'>;

/** The kinds of records, in the order in which they are imported again. */
export const RECORD_KINDS = ['account', 'clientCredential', 'gpiiToken', 'link'] as const;

const PAGE_SIZE = 200;
const PREFIXES = {
  account: accountDocumentId(''),
  clientCredential: credentialDocumentId(''),
  gpiiToken: gpiiTokenDocumentId(''),
  link: LINK_PREFIX,
};

/**
 * What is stored, as records that an import takes: with hashes where there were secrets, passwords and GPII tokens.
 * Hashes of GPII tokens fit the `keys.json` of this data folder only.
 */
export async function exportRecords(
  rooms: ExportRooms,
  { kind, after }: { kind: ImportRecord['kind']; after?: string | undefined },
): Promise<RecordPage> {
  const options = { limit: PAGE_SIZE, ...(after === undefined ? {} : { after }) };
  const found = await rooms.store.core.listByPrefix(PREFIXES[kind], options);
  const records = await Promise.all(found.map((document) => toRecord(rooms, kind, document)));
  const last = found.at(-1);
  return found.length < PAGE_SIZE || last === undefined ? { records } : { records, next: last.id };
}

async function toRecord(
  rooms: ExportRooms,
  kind: ImportRecord['kind'],
  { id, value }: Found<StoredDocument>,
): Promise<ImportRecord> {
  switch (kind) {
    case 'account':
      return toAccountRecord(value as object as StoredAccount);
    case 'clientCredential':
      return toCredentialRecord(rooms, value as object as ClientCredential);
    case 'gpiiToken':
      return toGpiiTokenRecord(rooms, id.slice(PREFIXES.gpiiToken.length), value);
    case 'link':
      return toLinkRecord(id, value as object as StoredLink);
  }
}

function toAccountRecord({ email, name, passwordHash, disabledAt }: StoredAccount): AccountRecord {
  return { kind: 'account', email, name, passwordHash, ...(disabledAt === undefined ? {} : { disabledAt }) };
}

async function toCredentialRecord(rooms: ExportRooms, credential: ClientCredential): Promise<ClientCredentialRecord> {
  const { origins, redirectUris, allowedIPBlocks, allowedPrefsToWrite } = credential;
  const { clientId, type, name, owner, mayCreateGpiiTokens, mayCreatePreferences } = credential;
  const secrets = await listSecrets(rooms, clientId);
  return {
    kind: 'clientCredential',
    clientId,
    type,
    public: credential.public,
    name,
    owner,
    mayCreateGpiiTokens,
    mayCreatePreferences,
    origins: [...origins],
    redirectUris: [...redirectUris],
    ...(allowedIPBlocks === undefined ? {} : { allowedIPBlocks: [...allowedIPBlocks] }),
    ...(allowedPrefsToWrite === undefined ? {} : { allowedPrefsToWrite: [...allowedPrefsToWrite] }),
    secrets: secrets.map((secret) => toSecretRecord(rooms.revocations, secret)),
    ...revokedAt(rooms.revocations, 'credential', clientId),
  };
}

function toSecretRecord(
  revocations: Revocations,
  { secretId, value }: FoundSecret,
): ClientCredentialRecord['secrets'][number] {
  const { sha256, label, origin, createdAt, endsAt } = value;
  const end = endsAt === undefined ? {} : { endsAt };
  return { secretSha256: sha256, label, origin, createdAt, ...end, ...revokedAt(revocations, 'secret', secretId) };
}

async function toGpiiTokenRecord(
  { store, revocations }: ExportRooms,
  tokenHash: string,
  { owner }: Partial<StoredGpiiToken>,
): Promise<GpiiTokenRecord> {
  const safe = await store.safes.get<PreferencesSafe>(safeDocumentId(tokenHash));
  return {
    kind: 'gpiiToken',
    tokenHash,
    preferences: { ...safe?.value.preferences },
    readOnly: safe?.value.readOnly ?? false,
    ...(owner === undefined ? {} : { owner }),
    ...revokedAt(revocations, 'gpiiToken', tokenHash),
  };
}

function toLinkRecord(id: string, stored: StoredLink): LinkRecord {
  const [account = '', tokenHash = ''] = id.slice(LINK_PREFIX.length).split(':');
  return { kind: 'link', account: decodeURIComponent(account), tokenHash, ...stored };
}

function revokedAt(
  revocations: Revocations,
  kind: 'credential' | 'secret' | 'gpiiToken',
  id: string,
): { revokedAt?: string } {
  const revocation = revocations.find(kind, id);
  return revocation === undefined ? {} : { revokedAt: revocation.revokedAt };
}
