import type { Store } from '@gpii/store';
import type { AuditLog } from './audit-log.ts';
import type { CredentialDirectory } from './credential-directory.ts';
import type { Revocations } from './revocations.ts';
import type { SecretUses } from './secret-uses.ts';
import type { ClientVerifier } from './verify-client.ts';

/** What every act on a client credential works with. */
export interface CredentialRooms {
  readonly store: Store;
  readonly revocations: Revocations;
  readonly verifier: ClientVerifier;
  readonly uses: SecretUses;
  readonly directory: CredentialDirectory;
  readonly audit: AuditLog;
  readonly now: () => Date;
}
