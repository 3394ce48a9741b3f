import type { Actor } from '../../src/audit-log.ts';
import { createCredential } from '../../src/create-credential.ts';
import type { CredentialRooms } from '../../src/credential-rooms.ts';
import { mintSecret, type MintedSecret } from '../../src/mint-secret.ts';

/** Who does things in tests. */
export const ada: Actor = { actor: 'account:ada@lib.example', address: '192.0.2.7', requestId: 'request-1' };

/** A new credential of a GPII application, with its first secret. */
export async function createLibrary(rooms: CredentialRooms): Promise<MintedSecret & { clientId: string }> {
  const { clientId } = await createCredential(
    rooms,
    { type: 'installed', name: 'Library', owner: 'Ada@Lib.example' },
    ada,
  );
  return { clientId, ...(await mintSecret(rooms, { clientId, label: 'PC 1', origin: 'created' }, ada)) };
}

/** Whether the secret proves the client: `ok`, or why not. */
export async function tryOut({ verifier }: CredentialRooms, clientId: string, secret: string): Promise<string> {
  const verification = await verifier.verify(clientId, secret, '192.0.2.8');
  return verification.ok ? 'ok' : verification.reason;
}
