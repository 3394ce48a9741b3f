import type { AccessTokenRecord } from '@gpii/auth-server';

/** What an access token is good for, as far as the settings endpoints care. */
export type CheckedAccessToken = Pick<AccessTokenRecord, 'clientId' | 'gpiiTokenHash' | 'groups' | 'scope'>;

/** Says what an access token is good for: in this process, or by asking an auth server elsewhere. */
export interface AccessTokenCheck {
  /**
   * @returns undefined when it is unknown, expired or revoked.
   * @throws Refusal 503 when that cannot be found out now.
   */
  check(accessToken: string): Promise<CheckedAccessToken | undefined>;
  /** Rejects when nothing can be found out now. */
  checkReady?(): Promise<void>;
}
