import type { AccessTokenRecord, AccessTokens } from '@gpii/auth-server';
import type { ClientCredential, ClientVerifier } from '@gpii/credentials';

/** What a client may do beyond reading settings, and from which web pages it may ask. */
export type ClientRights = Pick<
  ClientCredential,
  'allowedPrefsToWrite' | 'mayCreateGpiiTokens' | 'mayCreatePreferences' | 'origins'
>;

/** What an access token is good for, as far as the settings endpoints care. */
export interface CheckedAccessToken extends Pick<AccessTokenRecord, 'clientId' | 'gpiiTokenHash' | 'groups' | 'scope'> {
  /** What its client may do, where the answer about the access token said so. */
  readonly rights?: ClientRights;
}

/** Says what an access token is good for: in this process, or by asking an auth server elsewhere. */
export interface AccessTokenCheck {
  /**
   * @returns undefined when it is unknown, expired or revoked.
   * @throws Refusal 503 when that cannot be found out now.
   */
  check(accessToken: string): Promise<CheckedAccessToken | undefined>;
  /** @returns undefined when the client was revoked since. */
  findRights(checked: CheckedAccessToken): Promise<ClientRights | undefined>;
  /** Rejects when nothing can be found out now. */
  checkReady?(): Promise<void>;
}

/** Where the auth server is in this very process, it knows both. */
export function createInProcessCheck({
  accessTokens,
  verifier,
}: {
  accessTokens: Pick<AccessTokens, 'check'>;
  verifier: Pick<ClientVerifier, 'find'>;
}): AccessTokenCheck {
  return {
    check: (accessToken) => accessTokens.check(accessToken),
    findRights: ({ clientId }) => verifier.find(clientId),
  };
}
