import { createHash, randomBytes } from 'node:crypto';
import type { Actor, AuditAction } from './audit-log.ts';
import { secretDocumentId, type ClientCredential, type ClientSecret, type SecretOrigin } from './client-credential.ts';
import type { CredentialRooms } from './credential-rooms.ts';
import { findLiveCredential } from './find-credential.ts';
import { secretIdOf } from './verify-client.ts';

/** What a new secret is made with. */
export interface NewSecret {
  readonly clientId: string;
  readonly label: string;
  /** How it is handed out. */
  readonly origin: SecretOrigin;
  /** Not good from then on. Left out: until it is revoked. */
  readonly endsAt?: Date | undefined;
  /** Name of the secret that it takes the place of. */
  readonly replaces?: string | undefined;
  /** What the computer calls itself; only its SHA-256 is kept. */
  readonly machineId?: string | undefined;
  /** Name of the enrolment key that the computer showed. */
  readonly enrolmentKeyId?: string | undefined;
}

/** A secret as it leaves, once: nothing can show it again. */
export interface MintedSecret {
  readonly credential: ClientCredential;
  readonly secretId: string;
  readonly secret: string;
}

/**
 * Gives a client credential one more secret: 256 random bits, of which only the SHA-256 is stored. Each hand-out does
 * this (DESIGN §4).
 *
 * @throws CredentialError `client_unknown`, `credential_revoked`.
 */
export async function mintSecret(
  rooms: CredentialRooms,
  given: NewSecret,
  by: Actor,
  action: AuditAction = 'secret_handed_out',
): Promise<MintedSecret> {
  const { clientId, label, origin } = given;
  const { value: credential } = await findLiveCredential(rooms, clientId);
  const secret = randomBytes(32).toString('base64url');
  const { sha256, ...stored } = toStored(given, secret, rooms.now());
  try {
    await rooms.store.core.create(secretDocumentId(clientId, sha256), { sha256, ...stored });
  } finally {
    rooms.verifier.forget(clientId);
  }
  const secretId = secretIdOf(clientId, sha256);
  const after = { secretId, label, origin, endsAt: stored.endsAt, replaces: stored.replaces };
  await rooms.audit.append(by, { action, subject: `credential:${clientId}`, after });
  return { credential, secretId, secret };
}

function toStored(given: NewSecret, secret: string, now: Date): ClientSecret {
  const { label, origin, endsAt, replaces, machineId, enrolmentKeyId } = given;
  return {
    sha256: sha256Of(secret),
    label,
    origin,
    createdAt: now.toISOString(),
    ...(endsAt === undefined ? {} : { endsAt: endsAt.toISOString() }),
    ...(replaces === undefined ? {} : { replaces }),
    ...(machineId === undefined ? {} : { machineIdSha256: sha256Of(machineId) }),
    ...(enrolmentKeyId === undefined ? {} : { enrolmentKeyId }),
  };
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
