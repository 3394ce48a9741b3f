export { addServeCommand, addSettingsOptions, createProgram, runProgram } from './cli/run-command.ts';
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
