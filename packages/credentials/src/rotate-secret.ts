import { ConflictError } from '@gpii/store';
import type { Actor } from './audit-log.ts';
import { CredentialError } from './credential-error.ts';
import type { CredentialRooms } from './credential-rooms.ts';
import { findLiveCredential, findSecret, listSecrets, type FoundSecret } from './find-credential.ts';
import { mintSecret, type MintedSecret } from './mint-secret.ts';

/** Longest time that an old secret stays good beside the new one. */
export const MAX_OVERLAP_HOURS = 168;
/** How long it stays good unless told. */
export const DEFAULT_OVERLAP_HOURS = 24;
const HOUR_MS = 3_600_000;

/** What is rotated, and how. */
export interface Rotation {
  readonly clientId: string;
  /** The old secret; may be left out where only one has no end. */
  readonly secretId?: string | undefined;
  /** How long the old secret stays good, in hours: 0 to 168. */
  readonly overlapHours?: number | undefined;
  /** Left out: that of the old one. */
  readonly label?: string | undefined;
}

/** A rotation that was done: the new secret, and when the old one ends. */
export interface RotatedSecret extends MintedSecret {
  readonly oldSecretId: string;
  readonly oldEndsAt: string;
}

/**
 * Puts a new secret beside an old one, which gets an end. At most two are good at once (SECURITY G-D2): what the old one
 * itself had taken the place of ends now.
 *
 * @throws CredentialError `client_unknown`, `credential_revoked`, `secret_unknown`, `secret_ended`, `secret_not_named`.
 */
export async function rotateSecret(rooms: CredentialRooms, rotation: Rotation, by: Actor): Promise<RotatedSecret> {
  const { clientId, overlapHours = DEFAULT_OVERLAP_HOURS } = rotation;
  checkOverlap(overlapHours);
  await findLiveCredential(rooms, clientId);
  const old = await pickOldSecret(rooms, rotation);
  const minted = await mintSecret(
    rooms,
    { clientId, label: rotation.label ?? old.value.label, origin: 'rotated', replaces: old.secretId },
    by,
    'secret_rotated',
  );
  const now = rooms.now();
  const endsAt = new Date(now.getTime() + overlapHours * HOUR_MS);
  const end = await endSecret(rooms, { clientId, secretId: old.secretId, endsAt }, by);
  await endIfStored(rooms, { clientId, secretId: old.value.replaces, endsAt: now }, by);
  return { ...minted, oldSecretId: old.secretId, oldEndsAt: end };
}

/**
 * Gives one secret an end. An end can be brought forward and never put off, so an ended secret stays ended.
 *
 * @returns When the secret ends now.
 * @throws CredentialError `secret_unknown`.
 */
export async function endSecret(
  rooms: CredentialRooms,
  { clientId, secretId, endsAt }: { clientId: string; secretId: string; endsAt: Date },
  by: Actor,
): Promise<string> {
  for (;;) {
    const { id, revision, value } = await findSecret(rooms, clientId, secretId);
    if (value.endsAt !== undefined && Date.parse(value.endsAt) <= endsAt.getTime()) return value.endsAt;
    const end = endsAt.toISOString();
    try {
      await rooms.store.core.replace(id, revision, { ...value, endsAt: end });
    } catch (error) {
      if (error instanceof ConflictError) continue;
      throw error;
    } finally {
      rooms.verifier.forget(clientId);
    }
    await rooms.audit.append(by, {
      action: 'secret_ended',
      subject: `credential:${clientId}`,
      before: { secretId, endsAt: value.endsAt },
      after: { secretId, endsAt: end },
    });
    return end;
  }
}

async function endIfStored(
  rooms: CredentialRooms,
  { clientId, secretId, endsAt }: { clientId: string; secretId: string | undefined; endsAt: Date },
  by: Actor,
): Promise<void> {
  if (secretId === undefined) return;
  const isStored = (await listSecrets(rooms, clientId)).some((secret) => secret.secretId === secretId);
  if (isStored) await endSecret(rooms, { clientId, secretId, endsAt }, by);
}

async function pickOldSecret(rooms: CredentialRooms, { clientId, secretId }: Rotation): Promise<FoundSecret> {
  const isGood = (secret: FoundSecret): boolean => rooms.revocations.find('secret', secret.secretId) === undefined;
  if (secretId !== undefined) {
    const named = await findSecret(rooms, clientId, secretId);
    const { endsAt } = named.value;
    if (isGood(named) && (endsAt === undefined || Date.parse(endsAt) > rooms.now().getTime())) return named;
    throw new CredentialError('secret_ended', `The secret ${secretId} has ended: hand out a new one instead.`);
  }
  const [only, ...others] = (await listSecrets(rooms, clientId)).filter(
    (secret) => isGood(secret) && secret.value.endsAt === undefined,
  );
  if (only === undefined) {
    throw new CredentialError('secret_ended', `The client credential ${clientId} has no secret to rotate.`);
  }
  if (others.length > 0) {
    const names = [only, ...others].map((secret) => `${secret.secretId} (${secret.value.label})`).join(', ');
    throw new CredentialError('secret_not_named', `Say which secret of ${clientId} to rotate: ${names}.`);
  }
  return only;
}

function checkOverlap(hours: number): void {
  if (hours >= 0 && hours <= MAX_OVERLAP_HOURS) return;
  throw new CredentialError(
    'parameter_malformed',
    `An old secret stays good for 0 to ${MAX_OVERLAP_HOURS} hours beside the new one.`,
  );
}
