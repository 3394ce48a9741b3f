import type { ClientCredential } from './client-credential.ts';
import type { CredentialRooms } from './credential-rooms.ts';
import type { Revocation } from './revocations.ts';

/** One line of the list that an owner sees. */
export interface OwnedRow {
  readonly credential: ClientCredential;
  readonly revocation: Revocation | undefined;
  /** Left out: never. */
  readonly lastUsedAt?: string;
  /** How many of its secrets were used in the last 30 days. */
  readonly computers: number;
}

/** What of the list is wanted. */
export interface OwnedQuery {
  readonly owner: string;
  /** Words of the name, or the beginning of the client id; empty: all. */
  readonly find: string;
  readonly sortBy: 'name' | 'created' | 'used';
  readonly isDescending: boolean;
  /** From 1 on. One that is not there: the last. */
  readonly page: number;
  readonly pageSize: number;
  /** Orders names as readers of a language do. */
  readonly compareNames: (left: string, right: string) => number;
}

/** A page of the list. */
export interface OwnedPage {
  readonly rows: readonly OwnedRow[];
  /** How many there are in all. */
  readonly total: number;
  /** How many of them were found. */
  readonly found: number;
  readonly page: number;
  readonly pages: number;
}

/** So many credentials are ordered by their last use; of more, the uses of all would have to be read. */
export const MAX_SORTED_BY_USE = 1000;
/** So many are read in any case. Of more, those of the page alone, where that is enough. */
const MAX_READ_ANYWAY = 500;
const CONCURRENT_READS = 100;
const SEEN_WITHIN_MS = 30 * 24 * 3600 * 1000;

type Rooms = Pick<CredentialRooms, 'directory' | 'uses' | 'revocations' | 'now'>;

/** A page of an account's client credentials. Nothing is read of what is not shown, unless the order or the search asks. */
export async function findOwnedPage(rooms: Rooms, query: OwnedQuery): Promise<OwnedPage> {
  const ids = await rooms.directory.idsOf(query.owner);
  const newestFirst = query.sortBy === 'created' && query.find === '';
  if (newestFirst && ids.length > MAX_READ_ANYWAY) {
    const { shown, ...place } = toPage(query.isDescending ? ids : [...ids].reverse(), query);
    const credentials = await readOwned(rooms, query.owner, shown);
    // One that went to another account makes all be read.
    if (credentials.length === shown.length) {
      return { ...place, rows: await toRows(rooms, credentials), total: ids.length, found: ids.length };
    }
  }
  const all = await readOwned(rooms, query.owner, ids);
  const found = all.filter((credential) => isFound(credential, query.find));
  const { shown, ...place } = toPage(await inOrder(rooms, found, query), query);
  return { ...place, rows: await toRows(rooms, shown), total: all.length, found: found.length };
}

function toPage<T>(
  list: readonly T[],
  { page, pageSize }: OwnedQuery,
): { shown: readonly T[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(list.length / pageSize));
  const at = Math.min(Math.max(1, page), pages);
  return { shown: list.slice((at - 1) * pageSize, at * pageSize), page: at, pages };
}

async function readOwned(
  { directory }: Rooms,
  owner: string,
  clientIds: readonly string[],
): Promise<readonly ClientCredential[]> {
  const all: ClientCredential[] = [];
  for (let at = 0; at < clientIds.length; at += CONCURRENT_READS) {
    const found = await Promise.all(clientIds.slice(at, at + CONCURRENT_READS).map((id) => directory.find(id)));
    for (const credential of found) if (credential?.owner === owner.toLowerCase()) all.push(credential);
  }
  return all;
}

function isFound({ name, clientId }: ClientCredential, find: string): boolean {
  const words = find.toLowerCase().normalize('NFKC').split(/\s+/);
  const text = name.toLowerCase().normalize('NFKC');
  return clientId.startsWith(find.trim()) || words.every((word) => text.includes(word));
}

/** They come newest first. */
async function inOrder(
  rooms: Rooms,
  credentials: readonly ClientCredential[],
  { sortBy, isDescending, compareNames }: OwnedQuery,
): Promise<readonly ClientCredential[]> {
  if (sortBy === 'created') return isDescending ? credentials : [...credentials].reverse();
  const sign = isDescending ? -1 : 1;
  if (sortBy === 'name') return [...credentials].sort((left, right) => sign * compareNames(left.name, right.name));
  if (credentials.length > MAX_SORTED_BY_USE) return credentials;
  const rows = [...(await toRows(rooms, credentials))];
  const usedAt = ({ lastUsedAt = '' }: OwnedRow): string => lastUsedAt;
  return rows
    .sort((left, right) => sign * (usedAt(left) < usedAt(right) ? -1 : usedAt(left) > usedAt(right) ? 1 : 0))
    .map(({ credential }) => credential);
}

/** One line of the list; undefined when the credential is not this account's. */
export async function findOwnedRow(
  rooms: Rooms,
  { owner, clientId }: { owner: string; clientId: string },
): Promise<OwnedRow | undefined> {
  const credential = await rooms.directory.find(clientId);
  return credential?.owner === owner.toLowerCase() ? toRow(rooms, credential) : undefined;
}

function toRows(rooms: Rooms, credentials: readonly ClientCredential[]): Promise<readonly OwnedRow[]> {
  return Promise.all(credentials.map((credential) => toRow(rooms, credential)));
}

async function toRow(rooms: Rooms, credential: ClientCredential): Promise<OwnedRow> {
  const since = rooms.now().getTime() - SEEN_WITHIN_MS;
  const uses = [...(await rooms.uses.find(credential.clientId)).values()].map(({ lastUsedAt }) => lastUsedAt);
  const last = uses.reduce<string | undefined>((max, at) => (max === undefined || at > max ? at : max), undefined);
  return {
    credential,
    revocation: rooms.revocations.find('credential', credential.clientId),
    ...(last === undefined ? {} : { lastUsedAt: last }),
    computers: uses.filter((at) => Date.parse(at) >= since).length,
  };
}
