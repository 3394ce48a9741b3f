import { createHash, randomBytes } from 'node:crypto';
import { ConflictError } from '@gpii/store';
import type { Actor } from './audit-log.ts';
import { CredentialError } from './credential-error.ts';
import type { CredentialRooms } from './credential-rooms.ts';
import { findLiveCredential } from './find-credential.ts';
import { revoke } from './revoke-credential.ts';
import type { Revocation } from './revocations.ts';

/** What a new enrolment key is made with. */
export interface NewEnrolmentKey {
  readonly clientId: string;
  readonly label: string;
  /** How many computers may enrol with it. */
  readonly uses: number;
  readonly endsAt: Date;
}

/** An enrolment key as it is stored, under its SHA-256. It goes into a disk image instead of a secret (DESIGN §4). */
export interface StoredEnrolmentKey {
  /** Names it in records, and says nothing about it. */
  readonly keyId: string;
  readonly clientId: string;
  readonly label: string;
  readonly uses: number;
  readonly usesLeft: number;
  readonly createdAt: string;
  readonly endsAt: string;
}

/** An enrolment key as its owner sees it. */
export interface EnrolmentKeySummary extends StoredEnrolmentKey {
  readonly revocation?: Revocation;
}

const PREFIX = 'enrolmentKey:';

/**
 * Makes an enrolment key, which is returned once and cannot be shown again.
 *
 * @throws CredentialError `client_unknown`, `credential_revoked`.
 */
export async function createEnrolmentKey(
  rooms: CredentialRooms,
  { clientId, label, uses, endsAt }: NewEnrolmentKey,
  by: Actor,
): Promise<{ enrolmentKey: string; keyId: string }> {
  await findLiveCredential(rooms, clientId);
  const enrolmentKey = `gpii_ek_${randomBytes(32).toString('base64url')}`;
  const keyId = randomBytes(8).toString('hex');
  const stored: StoredEnrolmentKey = {
    keyId,
    clientId,
    label,
    uses,
    usesLeft: uses,
    createdAt: rooms.now().toISOString(),
    endsAt: endsAt.toISOString(),
  };
  await rooms.store.core.create(documentIdOf(enrolmentKey), stored);
  const after = { clientId, label, uses, endsAt: stored.endsAt };
  await rooms.audit.append(by, { action: 'enrolment_key_created', subject: `enrolmentKey:${keyId}`, after });
  return { enrolmentKey, keyId };
}

/** Enrolment keys of a credential, or all. */
export async function listEnrolmentKeys(
  { store, revocations }: Pick<CredentialRooms, 'store' | 'revocations'>,
  { clientId }: { clientId?: string | undefined } = {},
): Promise<readonly EnrolmentKeySummary[]> {
  const found = await store.core.listByPrefix<StoredEnrolmentKey>(PREFIX);
  return found
    .filter(({ value }) => clientId === undefined || value.clientId === clientId)
    .map(({ value }) => {
      const revocation =
        revocations.find('enrolmentKey', value.keyId) ?? revocations.find('credential', value.clientId);
      return revocation === undefined ? value : { ...value, revocation };
    })
    .sort((left, right) => Date.parse(left.createdAt) - Date.parse(right.createdAt));
}

/**
 * Revokes an enrolment key for ever. Secrets that computers got with it stay.
 *
 * @throws CredentialError `enrolment_key_refused` when there is none of this name.
 */
export async function revokeEnrolmentKey(
  rooms: CredentialRooms,
  { keyId, reason }: { keyId: string; reason: string },
  by: Actor,
): Promise<Revocation> {
  const isThere = (await listEnrolmentKeys(rooms)).some((key) => key.keyId === keyId);
  if (!isThere) throw new CredentialError('enrolment_key_refused', `There is no enrolment key ${keyId}.`);
  return revoke(
    rooms,
    { kind: 'enrolmentKey', id: keyId, reason },
    { by, action: 'enrolment_key_revoked', subject: `enrolmentKey:${keyId}`, after: {} },
  );
}

/**
 * Takes one use of an enrolment key, by compare-and-swap: never more than it has.
 *
 * @throws CredentialError `enrolment_key_refused`, the same for whatever is wrong.
 */
export async function useEnrolmentKey(rooms: CredentialRooms, enrolmentKey: string): Promise<StoredEnrolmentKey> {
  for (;;) {
    await rooms.store.feed?.catchUp();
    const found = await rooms.store.core.get<StoredEnrolmentKey>(documentIdOf(enrolmentKey));
    if (found === undefined || !isGood(rooms, found.value)) {
      throw new CredentialError('enrolment_key_refused', 'The enrolment key is unknown, revoked, ended or used up');
    }
    const after = { ...found.value, usesLeft: found.value.usesLeft - 1 };
    try {
      await rooms.store.core.replace(found.id, found.revision, after);
      return after;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
    }
  }
}

function isGood({ revocations, now }: CredentialRooms, key: StoredEnrolmentKey): boolean {
  return (
    key.usesLeft > 0 &&
    Date.parse(key.endsAt) > now().getTime() &&
    revocations.find('enrolmentKey', key.keyId) === undefined &&
    revocations.find('credential', key.clientId) === undefined
  );
}

function documentIdOf(enrolmentKey: string): string {
  return PREFIX + createHash('sha256').update(enrolmentKey).digest('hex');
}
