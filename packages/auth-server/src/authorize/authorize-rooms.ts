import type { AccountRooms, ClientVerifier, LinkRooms } from '@gpii/credentials';

/** What authorization by a person works with. */
export interface AuthorizeRooms extends Pick<AccountRooms, 'passwords'>, LinkRooms {
  readonly verifier: ClientVerifier;
  readonly publicUrl: () => string;
  /** What people call a program, by its solution id; undefined where nobody knows. */
  readonly nameApplication: (solutionId: string) => string | undefined;
}
