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
export { plainText } from './plain-text.ts';
export type { ServiceArguments } from './run-service.ts';
export {
  defineSettings,
  type SettingSpec,
  type SettingsDefinition,
  type SettingsOf,
} from './settings/define-settings.ts';
export { readSettings } from './settings/read-settings.ts';
export {
  baseUrlSchema,
  logLevelSetting,
  pathSchema,
  portSchema,
  wholeNumberSchema,
  yesNoSchema,
} from './settings/setting-schemas.ts';
export { EXIT, StartError } from './start-error.ts';
