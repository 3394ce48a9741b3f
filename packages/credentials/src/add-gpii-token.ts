import type { GpiiTokenRecord } from '@gpii/protocol';
import type { Actor } from './audit-log.ts';
import { CredentialError } from './credential-error.ts';
import { importRecords } from './import-records.ts';
import type { Credentials } from './open-credentials.ts';
import { revoke } from './revoke-credential.ts';
import type { Revocation } from './revocations.ts';

/**
 * Adds a GPII token with its preferences.
 *
 * @returns Its hash, which is all that records say of it.
 * @throws CredentialError `gpii_token_exists`, also when it was revoked.
 */
export async function addGpiiToken(
  rooms: Credentials,
  given: Omit<GpiiTokenRecord, 'kind' | 'tokenHash' | 'revokedAt'> & { token: string },
  by: Actor,
): Promise<string> {
  const hash = rooms.gpiiTokens.hash(given.token);
  if ((await rooms.gpiiTokens.findState(hash)) !== 'unknown') {
    throw new CredentialError('gpii_token_exists', 'There is such a GPII token already.');
  }
  await importRecords(rooms, [{ kind: 'gpiiToken', ...given }]);
  const after = { owner: given.owner, readOnly: given.readOnly };
  await rooms.audit.append(by, { action: 'gpii_token_added', subject: `gpiiToken:${hash}`, after });
  return hash;
}

/**
 * Revokes a GPII token for ever, with the access tokens that were issued for it.
 *
 * @throws CredentialError `gpii_token_unknown`.
 */
export async function revokeGpiiToken(
  rooms: Credentials,
  { hash, reason }: { hash: string; reason: string },
  by: Actor,
): Promise<Revocation> {
  if ((await rooms.gpiiTokens.findState(hash)) === 'unknown') {
    throw new CredentialError('gpii_token_unknown', 'There is no such GPII token.');
  }
  return revoke(
    rooms,
    { kind: 'gpiiToken', id: hash, reason },
    { by, action: 'gpii_token_revoked', subject: `gpiiToken:${hash}`, after: {} },
  );
}
