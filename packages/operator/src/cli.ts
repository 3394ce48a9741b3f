/** For commands: loads neither Kettle nor Express. */
export { addOperatorCommands } from './commands/operator-commands.ts';
export { checkMailSettings, dataServerSettings } from './config.ts';
export { describeApi } from './openapi/describe-api.ts';
