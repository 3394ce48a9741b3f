export type { Account, Accounts } from './accounts.ts';
export type { ClientCredential } from './client-credential.ts';
export type { GpiiTokens, GpiiTokenState, PreferencesSafe } from './gpii-tokens.ts';
export { importRecords, type ImportTarget } from './import-records.ts';
export { LruCache } from './lru-cache.ts';
export { openCredentials, type Credentials } from './open-credentials.ts';
export { OperatorKeysError } from './operator-keys.ts';
export type { Revocation, Revocations } from './revocations.ts';
export type { ClientVerification, ClientVerifier, VerifiedClient } from './verify-client.ts';
