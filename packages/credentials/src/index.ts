export {
  addAccount,
  disableAccount,
  findAccount,
  listAccounts,
  verifyAccount,
  type Account,
  type AccountRooms,
} from './accounts.ts';
export type { Activity } from './activity.ts';
export { addGpiiToken, revokeGpiiToken } from './add-gpii-token.ts';
export type { Actor, AuditAction, AuditEntry, AuditLog, AuditPage, AuditRecord } from './audit-log.ts';
export type { AuditView } from './audit-views.ts';
export type { CloneSign } from './clone-watch.ts';
export type { ClientCredential, SecretOrigin } from './client-credential.ts';
export { findConsent, giveConsent, listConsents, takeBackConsent, type Consent, type NewConsent } from './consents.ts';
export {
  createCredential,
  editCredential,
  makeClientId,
  type CredentialChanges,
  type NewCredential,
} from './create-credential.ts';
export { CredentialError } from './credential-error.ts';
export type { CredentialRooms } from './credential-rooms.ts';
export { toCredentialFile } from './credential-file.ts';
export {
  createEnrolmentKey,
  listEnrolmentKeys,
  revokeEnrolmentKey,
  useEnrolmentKey,
  type EnrolmentKeySummary,
  type NewEnrolmentKey,
} from './enrolment-keys.ts';
export {
  findOwnedPage,
  findOwnedRow,
  MAX_SORTED_BY_USE,
  type OwnedPage,
  type OwnedQuery,
  type OwnedRow,
} from './owned-page.ts';
export { makeFormMark, takeFormOnce } from './form-mark.ts';
export { closeAccount, listLiveCredentials, renameAccount } from './edit-account.ts';
export { exportRecords, RECORD_KINDS, type RecordPage } from './export-records.ts';
export { findCredential, findLiveCredential, type FoundSecret } from './find-credential.ts';
export {
  LINK_LABEL_MAX_LENGTH,
  linkGpiiToken,
  listLinks,
  unlinkGpiiToken,
  type GpiiTokenLink,
  type LinkRooms,
} from './gpii-token-links.ts';
export type { GpiiTokens, GpiiTokenState, PreferencesSafe } from './gpii-tokens.ts';
export { createHandOverCode, spendHandOverCode, type NewHandOverCode } from './hand-over-codes.ts';
export { importRecords, type ImportTarget } from './import-records.ts';
export {
  listCredentials,
  showCredential,
  type CredentialPage,
  type CredentialQuery,
  type CredentialSummary,
  type SecretSummary,
} from './list-credentials.ts';
export { RecentCache } from '@gpii/store';
export { mintSecret, type MintedSecret, type NewSecret } from './mint-secret.ts';
export {
  askForNewPassword,
  changePassword,
  findNewPasswordLink,
  NEW_PASSWORD_HOURS,
  setNewPassword,
  type PasswordRooms,
} from './new-password.ts';
export { listOwnCredentials, type OwnCredential } from './own-credentials.ts';
export { openCredentials, type Credentials } from './open-credentials.ts';
export { OperatorKeysError, OperatorKeysTooOpenError } from './operator-keys.ts';
export type { ChangePreferences, ChangeStoredPreferences, PreferencesOutcome } from './preference-changes.ts';
export { createPasswordQueue, PasswordQueueFullError, type PasswordQueue } from './password-queue.ts';
export {
  askForRegistration,
  confirmRegistration,
  findRegistration,
  REGISTRATION_HOURS,
  type AskedRegistration,
} from './registrations.ts';
export { revocationEndFor, type Revocation, type Revocations } from './revocations.ts';
export { revokeCredential, revokeSecret, revokeSecretAndPredecessors } from './revoke-credential.ts';
export {
  DEFAULT_OVERLAP_HOURS,
  endSecret,
  MAX_OVERLAP_HOURS,
  rotateSecret,
  type RotatedSecret,
  type Rotation,
} from './rotate-secret.ts';
export { createSessions, type NewSession, type Session, type Sessions } from './sessions.ts';
export type { SecretUse, SecretUses } from './secret-uses.ts';
export type { ClientVerification, ClientVerifier, VerifiedClient } from './verify-client.ts';
