import type { Actor, AuditAction } from './audit-log.ts';
import type { CredentialRooms } from './credential-rooms.ts';
import { findCredential, findSecret, listSecrets } from './find-credential.ts';
import type { RevocableKind, Revocation } from './revocations.ts';

/**
 * Revokes a client credential for ever: its secrets, access tokens, codes and enrolment keys are refused at once, on this
 * node before this returns. Revoking again keeps the first revocation.
 *
 * @throws CredentialError `client_unknown`.
 */
export async function revokeCredential(
  rooms: CredentialRooms,
  { clientId, reason }: { clientId: string; reason: string },
  by: Actor,
): Promise<Revocation> {
  await findCredential(rooms, clientId);
  return revoke(
    rooms,
    { kind: 'credential', id: clientId, reason },
    { by, action: 'credential_revoked', subject: `credential:${clientId}`, after: {} },
  );
}

/**
 * Revokes one secret for ever, with the access tokens that were issued under it; the others of its credential stay.
 *
 * @throws CredentialError `secret_unknown`.
 */
export async function revokeSecret(
  rooms: CredentialRooms,
  { clientId, secretId, reason }: { clientId: string; secretId: string; reason: string },
  by: Actor,
): Promise<Revocation> {
  await findSecret(rooms, clientId, secretId);
  return revoke(
    rooms,
    { kind: 'secret', id: secretId, reason },
    { by, action: 'secret_revoked', subject: `credential:${clientId}`, after: { secretId } },
  );
}

/**
 * Revokes a secret and those that it took the place of: rotated ones may still be good for a while, and who ends the secret
 * of a computer means all that this computer has.
 *
 * @returns The revocation of the secret itself.
 * @throws CredentialError `secret_unknown`.
 */
export async function revokeSecretAndPredecessors(
  rooms: CredentialRooms,
  { clientId, secretId, reason }: { clientId: string; secretId: string; reason: string },
  by: Actor,
): Promise<Revocation> {
  const revocation = await revokeSecret(rooms, { clientId, secretId, reason }, by);
  const secrets = new Map((await listSecrets(rooms, clientId)).map((secret) => [secret.secretId, secret.value]));
  for (let id = secrets.get(secretId)?.replaces; id !== undefined; id = secrets.get(id)?.replaces) {
    if (secrets.has(id)) await revokeSecret(rooms, { clientId, secretId: id, reason }, by);
  }
  return revocation;
}

/** Revokes anything: in force at once, done when it and its audit record are stored. */
export async function revoke(
  { revocations, audit, now }: Pick<CredentialRooms, 'revocations' | 'audit' | 'now'>,
  { kind, id, reason }: { kind: RevocableKind; id: string; reason: string },
  { by, action, subject, after }: { by: Actor; action: AuditAction; subject: string; after: object },
): Promise<Revocation> {
  const revocation = revocations.find(kind, id) ?? { revokedAt: now().toISOString(), revokedBy: by.actor, reason };
  const stored = revocations.revoke(kind, id, revocation);
  // Its first try may have failed half-way: whoever tries again also stores the record that is missing, of the first.
  const { revokedAt: at, revokedBy: actor } = revocation;
  const entry = { action, subject, after: { ...after, revokedAt: at, reason: revocation.reason } };
  const recorded = audit.appendOnce({ ...by, actor }, entry, { key: `${action} ${kind}:${id}`, at });
  await Promise.all([stored, recorded]);
  return revocation;
}
