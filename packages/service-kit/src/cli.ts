export { addConfigCommands, type ConfigService } from './cli/config-commands.ts';
export { readPackageVersion } from './cli/read-package-version.ts';
export { addServeCommand, addSettingsOptions, createProgram, runProgram } from './cli/run-command.ts';
export {
  explainCloudTrouble,
  explainRevocation,
  explainSlowDown,
  readRevocation,
  type Revocation,
} from './cloud-sentences.ts';
export {
  clientIdPrefix,
  openCredentialKeeper,
  type CredentialKeeper,
  type HeldCredential,
} from './credential-file/credential-keeper.ts';
export {
  readCredentialFile,
  type Credential,
  type CredentialProblem,
  type CredentialReading,
} from './credential-file/read-credential-file.ts';
export { infusionFolder } from './infusion-folder.ts';
export { readAccountId } from './local-trust/account-id.ts';
export { findListeners } from './local-trust/find-listeners.ts';
export { findPeerAccount } from './local-trust/find-peer-account.ts';
export { judgeSocket, judgeSocketFolder, type JudgedSocket } from './local-trust/judge-socket.ts';
export { plainText } from './plain-text.ts';
export { Refusal, type RefusalInit } from './refusal.ts';
export type { ServiceArguments } from './run-service.ts';
export { renderLocalError } from './server/render-error.ts';
export {
  defineSettings,
  type SettingSpec,
  type SettingsDefinition,
  type SettingsOf,
} from './settings/define-settings.ts';
export { readSettings } from './settings/read-settings.ts';
export {
  accountSchema,
  baseUrlSchema,
  logLevelSetting,
  pathSchema,
  portSchema,
  wholeNumberSchema,
  yesNoSchema,
} from './settings/setting-schemas.ts';
export { EXIT, StartError } from './start-error.ts';
