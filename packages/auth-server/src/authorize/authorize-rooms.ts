import type { ClientVerifier, LinkRooms, Sessions } from '@gpii/credentials';
import type { PageFiles } from '@gpii/pages';
import type { SignInRooms } from '../sign-in.ts';
import type { SendCode } from './send-code.ts';

/** What authorization by a person works with. */
export interface AuthorizeRooms extends SignInRooms, LinkRooms {
  readonly verifier: ClientVerifier;
  readonly sessions: Sessions;
  readonly publicUrl: () => string;
  /** What people call a program, by its solution id; undefined where nobody knows. */
  readonly nameApplication: (solutionId: string) => string | undefined;
}

/** What the pages work with, once they are mounted. */
export interface PageRooms extends AuthorizeRooms {
  readonly sendCode: SendCode;
  readonly files: PageFiles;
}
