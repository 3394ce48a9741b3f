/** For commands: loads neither Kettle nor Express. */
export { addOperatorCommands } from './commands/operator-commands.ts';
export { checkMailSettings, dataServerSettings } from './config.ts';
export { Json5SyntaxError, parseJson5, type Json5Document } from './json5-document.ts';
export { describeApi } from './openapi/describe-api.ts';
