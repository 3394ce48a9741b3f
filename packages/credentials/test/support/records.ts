import type { AccountRecord, ClientCredentialRecord, GpiiTokenRecord } from '@gpii/protocol';

/** An account, as a records file has it. */
export const ada: AccountRecord = {
  kind: 'account',
  email: 'Ada@Lib.example',
  name: 'Ada',
  password: 'canary-of-the-password',
};

/** A client credential of a GPII application. */
export const library: ClientCredentialRecord = {
  kind: 'clientCredential',
  clientId: 'library-pc',
  type: 'installed',
  name: 'canary-of-the-name',
  owner: 'ada@lib.example',
  secrets: [{ secret: 'canary-of-the-secret', label: 'first' }],
};

/** A GPII token. */
export const alice: GpiiTokenRecord = {
  kind: 'gpiiToken',
  token: 'canary-of-the-gpii-token',
  preferences: { flat: { contexts: { 'gpii-default': { preferences: { size: 'canary-of-the-preference' } } } } },
};
