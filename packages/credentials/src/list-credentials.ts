import type { CloneSign } from './clone-watch.ts';
import { credentialDocumentId, type ClientCredential, type SecretOrigin } from './client-credential.ts';
import type { CredentialRooms } from './credential-rooms.ts';
import { findCredential, listSecrets, type FoundSecret } from './find-credential.ts';
import type { Revocation } from './revocations.ts';
import type { SecretUse } from './secret-uses.ts';

/** One secret as an owner sees it: which of the computers it is, and whether it is still good. */
export interface SecretSummary {
  readonly secretId: string;
  readonly label: string;
  readonly origin: SecretOrigin;
  readonly createdAt: string;
  readonly lastUsedAt?: string;
  /** Address of the last use. */
  readonly lastUsedFrom?: string;
  /** That two computers seem to have it: told, and nothing more. Computers that enrolled only. */
  readonly cloneSign?: CloneSign;
  readonly endsAt?: string;
  readonly replaces?: string;
  /** Name of the enrolment key that the computer got it with. */
  readonly enrolmentKeyId?: string;
  /** Whether it is refused now. */
  readonly ended: boolean;
  readonly revocation?: Revocation;
}

/** A client credential with all its secrets. */
export interface CredentialSummary extends ClientCredential {
  readonly revocation?: Revocation;
  readonly secrets: readonly SecretSummary[];
}

/** A page of client credentials. */
export interface CredentialPage {
  readonly credentials: readonly CredentialSummary[];
  /** Where the next page begins; left out on the last. */
  readonly next?: string;
}

/** Which client credentials are wanted. */
export interface CredentialQuery {
  readonly owner?: string | undefined;
  readonly limit?: number | undefined;
  readonly after?: string | undefined;
}

const DEFAULT_PAGE_SIZE = 100;

/** Client credentials in the order of their client ids. */
export async function listCredentials(rooms: CredentialRooms, query: CredentialQuery = {}): Promise<CredentialPage> {
  const { owner, limit = DEFAULT_PAGE_SIZE, after } = query;
  if (owner !== undefined) return listOwned(rooms, { owner, limit, after });
  const credentials: CredentialSummary[] = [];
  let last = after === undefined ? undefined : credentialDocumentId(after);
  for (;;) {
    const options = { limit: DEFAULT_PAGE_SIZE, ...(last === undefined ? {} : { after: last }) };
    const page = await rooms.store.core.listByPrefix<ClientCredential>(credentialDocumentId(''), options);
    for (const { value } of page) {
      if (credentials.length === limit) return withNext(credentials);
      credentials.push(await summarize(rooms, value));
    }
    if (page.length < DEFAULT_PAGE_SIZE) return { credentials };
    last = page.at(-1)?.id;
  }
}

/** Those of one account: nobody else's are looked at. */
async function listOwned(
  rooms: CredentialRooms,
  { owner, limit, after }: { owner: string; limit: number; after: string | undefined },
): Promise<CredentialPage> {
  const credentials: CredentialSummary[] = [];
  for (const clientId of [...(await rooms.directory.idsOf(owner))].sort(compareIds)) {
    if (after !== undefined && compareIds(clientId, after) <= 0) continue;
    const credential = await rooms.directory.find(clientId);
    if (credential?.owner !== owner.toLowerCase()) continue;
    if (credentials.length === limit) return withNext(credentials);
    credentials.push(await summarize(rooms, credential));
  }
  return { credentials };
}

/** Client ids are ASCII. */
const compareIds = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

function withNext(credentials: readonly CredentialSummary[]): CredentialPage {
  const next = credentials.at(-1)?.clientId;
  return next === undefined ? { credentials } : { credentials, next };
}

/**
 * One client credential.
 *
 * @throws CredentialError `client_unknown`.
 */
export async function showCredential(rooms: CredentialRooms, clientId: string): Promise<CredentialSummary> {
  return summarize(rooms, (await findCredential(rooms, clientId)).value);
}

async function summarize(rooms: CredentialRooms, credential: ClientCredential): Promise<CredentialSummary> {
  const { clientId } = credential;
  const [secrets, uses] = await Promise.all([listSecrets(rooms, clientId), rooms.uses.find(clientId)]);
  const revocation = rooms.revocations.find('credential', clientId);
  return {
    ...credential,
    ...(revocation === undefined ? {} : { revocation }),
    secrets: secrets.map((secret) => summarizeSecret(rooms, secret, { revocation, use: uses.get(secret.secretId) })),
  };
}

function summarizeSecret(
  { revocations, now }: CredentialRooms,
  { secretId, value }: FoundSecret,
  { revocation, use }: { revocation: Revocation | undefined; use: SecretUse | undefined },
): SecretSummary {
  const { label, origin, createdAt, endsAt, replaces, enrolmentKeyId } = value;
  const revoked = revocations.find('secret', secretId) ?? revocation;
  return {
    secretId,
    label,
    origin,
    createdAt,
    ...(use === undefined ? {} : { lastUsedAt: use.lastUsedAt }),
    ...(use?.address === undefined ? {} : { lastUsedFrom: use.address }),
    ...(use?.cloneSign === undefined ? {} : { cloneSign: use.cloneSign }),
    ...(endsAt === undefined ? {} : { endsAt }),
    ...(replaces === undefined ? {} : { replaces }),
    ...(enrolmentKeyId === undefined ? {} : { enrolmentKeyId }),
    ended: revoked !== undefined || (endsAt !== undefined && Date.parse(endsAt) <= now().getTime()),
    ...(revoked === undefined ? {} : { revocation: revoked }),
  };
}
