import {
  baseUrlSchema,
  defineSettings,
  logLevelSetting,
  pathSchema,
  portSchema,
  type SettingsOf,
  yesNoSchema,
} from '@gpii/service-kit/cli';

/** TCP port when neither a port nor a socket is named. */
export const DEFAULT_PORT = 8082;

/** All settings of the access requester. */
export const accessRequesterSettings = defineSettings({
  service: 'gpii-access-requester',
  envPrefix: 'GPII_REQUESTER_',
  fields: {
    port: {
      schema: portSchema,
      optional: true,
      placeholder: 'PORT',
      describe: `TCP port on 127.0.0.1; 0 picks a free one. ${DEFAULT_PORT} when there is no --socket either.`,
    },
    socket: {
      schema: pathSchema,
      optional: true,
      placeholder: 'PATH',
      describe: 'Listen on this Unix socket (mode 0660) instead of a port. The folder decides who may reach it.',
    },
    parentChannel: {
      schema: yesNoSchema,
      default: false,
      placeholder: 'yes|no',
      describe:
        'With yes: answer the process that started this one, over the IPC channel between both, and listen nowhere.',
    },
    cloudUrl: {
      schema: baseUrlSchema,
      default: 'http://127.0.0.1:8081',
      placeholder: 'URL',
      describe: 'Where GPII Cloud is. The token_uri of the credential file is not followed.',
    },
    credentialFile: {
      schema: pathSchema,
      default: '/var/lib/gpii-access-requester/credential.json',
      placeholder: 'FILE',
      describe: 'The client credential, readable for this account alone. Replaced, it is taken up at once.',
    },
    channelKeyFile: {
      schema: pathSchema,
      optional: true,
      placeholder: 'FILE',
      describe: 'Key that the flow manager shows. Needed on TCP; `gpii-access-requester channel-key FILE` makes one.',
    },
    logLevel: logLevelSetting,
  },
  check: ({ port, socket, parentChannel, channelKeyFile }) => [
    ...(port !== undefined && socket !== undefined ? ['--port and --socket exclude each other: name one of them'] : []),
    ...(parentChannel && (port !== undefined || socket !== undefined)
      ? ['--parent-channel yes excludes --port and --socket: name one of them']
      : []),
    ...(socket === undefined && !parentChannel && channelKeyFile === undefined
      ? ['--channel-key-file is needed on TCP (or GPII_REQUESTER_CHANNEL_KEY_FILE), unless --socket names a socket']
      : []),
  ],
});

/** Their values. */
export type AccessRequesterSettings = SettingsOf<(typeof accessRequesterSettings)['fields']>;
