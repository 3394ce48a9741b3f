import { randomBytes, randomInt } from 'node:crypto';
import { ConflictError } from '@gpii/store';
import type { Actor } from './audit-log.ts';
import { credentialDocumentId, type ClientCredential } from './client-credential.ts';
import type { CredentialRooms } from './credential-rooms.ts';
import { findLiveCredential } from './find-credential.ts';

/** What a new client credential is made from. */
export interface NewCredential {
  /** From `makeClientId`; left out: made now. */
  readonly clientId?: string | undefined;
  readonly type: ClientCredential['type'];
  readonly name: string;
  /** Email address of the owning account. */
  readonly owner: string;
  readonly public?: boolean | undefined;
  readonly origins?: readonly string[] | undefined;
  readonly redirectUris?: readonly string[] | undefined;
  readonly allowedIPBlocks?: readonly string[] | undefined;
}

/** What can be changed later. */
export type CredentialChanges = Partial<
  Pick<ClientCredential, 'name' | 'origins' | 'redirectUris' | 'allowedIPBlocks' | 'allowedPrefsToWrite'>
>;

/** Creates a client credential, without a secret yet: `mintSecret` gives it one at each hand-out. */
export async function createCredential(
  rooms: CredentialRooms,
  given: NewCredential,
  by: Actor,
): Promise<ClientCredential> {
  const { allowedIPBlocks } = given;
  const credential: ClientCredential = {
    clientId: given.clientId ?? makeClientId(),
    type: given.type,
    public: given.public ?? false,
    name: given.name,
    owner: given.owner.toLowerCase(),
    origins: given.origins ?? [],
    redirectUris: given.redirectUris ?? [],
    ...(allowedIPBlocks === undefined ? {} : { allowedIPBlocks }),
    mayCreateGpiiTokens: false,
    mayCreatePreferences: false,
    createdAt: rooms.now().toISOString(),
  };
  const { clientId } = credential;
  await rooms.directory.enter(credential);
  try {
    await rooms.store.core.create(credentialDocumentId(clientId), credential);
  } finally {
    rooms.verifier.forget(clientId);
  }
  await rooms.audit.append(by, { action: 'credential_created', subject: `credential:${clientId}`, after: credential });
  return credential;
}

/**
 * Changes a client credential.
 *
 * @param edit - `revision`: of what was looked at. Left out: whatever is there now is changed.
 * @throws ConflictError when it has another revision by now.
 * @throws CredentialError `client_unknown`, `credential_revoked`.
 */
export async function editCredential(
  rooms: CredentialRooms,
  edit: { clientId: string; changes: CredentialChanges; revision?: string | undefined },
  by: Actor,
): Promise<ClientCredential> {
  const { clientId, changes } = edit;
  for (;;) {
    const { id, revision, value: before } = await findLiveCredential(rooms, clientId);
    const after = { ...before, ...changes };
    try {
      await rooms.store.core.replace(id, edit.revision ?? revision, after);
    } catch (error) {
      if (error instanceof ConflictError && edit.revision === undefined) continue;
      throw error;
    } finally {
      rooms.verifier.forget(clientId);
    }
    await rooms.audit.append(by, { action: 'credential_edited', subject: `credential:${clientId}`, before, after });
    return after;
  }
}

const SMALLEST_NUMBER = 10_000_000_000;
const LETTERS = '0123456789abcdefghijklmnopqrstuv';

/** Such as `53684234497-hgd07kcq01tjod4mg0rt8k8omt2phak5`, the form that the seeds show. */
export function makeClientId(): string {
  const number = randomInt(SMALLEST_NUMBER, 10 * SMALLEST_NUMBER);
  const name = Array.from(randomBytes(32), (byte) => LETTERS.charAt(byte % LETTERS.length)).join('');
  return `${number}-${name}`;
}
