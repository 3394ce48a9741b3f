import { ConflictError } from '@gpii/store';
import type { Actor } from './audit-log.ts';
import { endConsentsFor } from './consents.ts';
import { CredentialError } from './credential-error.ts';
import type { Credentials } from './open-credentials.ts';
import { linkDocumentId, linkPrefix, type StoredLink } from './stored-link.ts';

/** What links work with. */
export type LinkRooms = Pick<Credentials, 'store' | 'revocations' | 'audit' | 'gpiiTokens' | 'now'>;

/** A GPII token of an account. */
export interface GpiiTokenLink {
  /** Names it in forms and commands. */
  readonly linkId: string;
  readonly gpiiTokenHash: string;
  readonly label: string;
  readonly linkedAt: string;
}

/** How much of a hash names a link: enough to tell the tokens of one account apart. */
const LINK_ID_LENGTH = 16;
/** Longest label, in UTF-16 code units. */
export const LINK_LABEL_MAX_LENGTH = 100;

/**
 * Links a GPII token to an account: whoever has it in hand may. A token can be linked to several accounts. Linking it
 * again is no error, and changes nothing.
 *
 * @param given - `account` exists already. `gpiiToken` is kept as its hash only.
 * @throws CredentialError `gpii_token_unknown`, the same for an unknown and a revoked one.
 */
export async function linkGpiiToken(
  rooms: LinkRooms,
  given: { account: string; gpiiToken: string; label: string },
  by: Actor,
): Promise<GpiiTokenLink> {
  const { store, gpiiTokens, audit, now } = rooms;
  const account = given.account.toLowerCase();
  const hash = gpiiTokens.hash(given.gpiiToken);
  if ((await gpiiTokens.findState(hash)) !== 'known') {
    throw new CredentialError('gpii_token_unknown', 'Nobody has this GPII token.');
  }
  const id = linkDocumentId(account, hash);
  for (;;) {
    const found = await store.core.get<StoredLink>(id);
    if (found !== undefined && found.value.unlinkedAt === undefined) return toLink(hash, found.value);
    const link = { label: given.label, linkedAt: now().toISOString() };
    try {
      if (found === undefined) await store.core.create(id, link);
      else await store.core.replace(id, found.revision, link);
    } catch (error) {
      if (error instanceof ConflictError) continue;
      throw error;
    }
    const after = { gpiiToken: hash, label: link.label };
    await audit.append(by, { action: 'gpii_token_linked', subject: `account:${account}`, after });
    return toLink(hash, link);
  }
}

/** The GPII tokens of an account that can be shared: neither unlinked nor revoked. The oldest link is first. */
export async function listLinks(
  { store, revocations }: Pick<LinkRooms, 'store' | 'revocations'>,
  account: string,
): Promise<readonly GpiiTokenLink[]> {
  const prefix = linkPrefix(account);
  return (await store.core.listByPrefix<StoredLink>(prefix))
    .filter(({ value }) => value.unlinkedAt === undefined)
    .map(({ id, value }) => toLink(id.slice(prefix.length), value))
    .filter(({ gpiiTokenHash }) => revocations.find('gpiiToken', gpiiTokenHash) === undefined)
    .sort((left, right) => Date.parse(left.linkedAt) - Date.parse(right.linkedAt));
}

/**
 * Takes a GPII token away from an account. What was shared of it under this account ends at once.
 *
 * @throws CredentialError `gpii_token_unknown` when the account has no such link.
 */
export async function unlinkGpiiToken(
  rooms: LinkRooms,
  { account, linkId }: { account: string; linkId: string },
  by: Actor,
): Promise<GpiiTokenLink> {
  const { store, audit, now } = rooms;
  for (;;) {
    const link = (await listLinks(rooms, account)).find((each) => each.linkId === linkId);
    const id = link && linkDocumentId(account, link.gpiiTokenHash);
    const found = id === undefined ? undefined : await store.core.get<StoredLink>(id);
    if (link === undefined || found === undefined) {
      throw new CredentialError('gpii_token_unknown', `The account ${account} has no linked GPII token ${linkId}.`);
    }
    try {
      await store.core.replace(found.id, found.revision, { ...found.value, unlinkedAt: now().toISOString() });
    } catch (error) {
      if (error instanceof ConflictError) continue;
      throw error;
    }
    await endConsentsFor(rooms, { account, gpiiTokenHash: link.gpiiTokenHash }, by);
    const before = { gpiiToken: link.gpiiTokenHash, label: link.label };
    await audit.append(by, { action: 'gpii_token_unlinked', subject: `account:${account.toLowerCase()}`, before });
    return link;
  }
}

function toLink(gpiiTokenHash: string, { label, linkedAt }: StoredLink): GpiiTokenLink {
  return { linkId: gpiiTokenHash.slice(0, LINK_ID_LENGTH), gpiiTokenHash, label, linkedAt };
}
