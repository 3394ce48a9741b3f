import { z } from 'zod';
import {
  accountSchema,
  baseUrlSchema,
  defineSettings,
  logLevelSetting,
  pathSchema,
  portSchema,
  wholeNumberSchema,
  yesNoSchema,
} from '@gpii/service-kit/cli';

/** A program, or the JSON of a list of program and arguments; a config may give the list. */
const commandSchema = z
  .unknown()
  .transform((value) => (typeof value === 'string' ? toCommand(value) : value))
  .pipe(
    z.tuple([z.string().min(1)], z.string(), 'Expected a program, or a JSON list such as ["nfc-reader", "--quiet"]'),
  );

const secondsSchema = wholeNumberSchema({ min: 1, max: 300 }, 'Expected a number of seconds, 1 to 300');

/** Where the access requester is looked for when nobody says where it is. */
export const DEFAULT_REQUESTER_URL = 'http://127.0.0.1:8082';

/** All settings of the untrusted flow manager. `key-in --device` takes those that concern the road. */
export const flowManagerSettings = defineSettings({
  service: 'gpii-flowmanager',
  envPrefix: 'GPII_FLOWMANAGER_',
  fields: {
    port: {
      schema: portSchema,
      default: 8083,
      placeholder: 'PORT',
      describe: 'TCP port on 127.0.0.1. 0 picks a free one.',
    },
    socket: {
      schema: pathSchema,
      optional: true,
      placeholder: 'PATH',
      describe: 'Listen on this Unix socket instead of a port.',
    },
    requesterUrl: {
      schema: baseUrlSchema,
      default: DEFAULT_REQUESTER_URL,
      placeholder: 'URL',
      describe: 'Where the access requester is.',
    },
    requesterSocket: {
      schema: pathSchema,
      optional: true,
      placeholder: 'PATH',
      describe: 'Unix socket of the access requester; goes before --requester-url.',
    },
    requesterAccount: {
      schema: accountSchema,
      optional: true,
      placeholder: 'NAME|UID',
      describe:
        "Account that the access requester runs under; nothing is sent to another's socket, or port (Linux). Without it a socket has to be of root or of this account.",
    },
    channelKeyFile: {
      schema: pathSchema,
      optional: true,
      placeholder: 'FILE',
      describe:
        'File with the channel key of the access requester. Needed unless it is reached over a socket, or --local-preferences is all that there is.',
    },
    cloudUrl: {
      schema: baseUrlSchema,
      default: 'http://127.0.0.1:8081',
      placeholder: 'URL',
      describe: 'Where GPII Cloud is.',
    },
    device: {
      schema: pathSchema,
      optional: true,
      placeholder: 'FILE',
      describe:
        'Device report of this computer (JSON): its OS and the solutions that are installed. Without it, it is found.',
    },
    localPreferences: {
      schema: pathSchema,
      optional: true,
      placeholder: 'DIR',
      describe:
        'Folder of preference sets (JSON5, file name = GPII token), used when GPII Cloud gives no settings for a person.',
    },
    localSolutions: {
      schema: pathSchema,
      optional: true,
      placeholder: 'DIR',
      describe:
        "Folder of solutions registries (linux.json5, …) for local settings and the found device report, instead of the project's own.",
    },
    mediaFolder: {
      schema: pathSchema,
      optional: true,
      placeholder: 'DIR',
      describe:
        'Folder below which USB media are mounted (/media, /run/media): a .gpii-user-token.txt there keys in, and out when it is gone.',
    },
    listenerCommand: {
      schema: commandSchema,
      optional: true,
      placeholder: 'COMMAND',
      describe:
        'Program that prints a GPII token as a line each time it is shown; with arguments, as JSON: ["nfc-reader", "--quiet"]. No shell.',
    },
    stateDir: {
      schema: pathSchema,
      optional: true,
      placeholder: 'DIR',
      describe:
        'Folder for flowmanager.json, by which key-in finds the running flow manager, and for the journal of changes; without it the journal is in $XDG_STATE_HOME/gpii.',
    },
    apply: {
      schema: yesNoSchema,
      default: true,
      placeholder: 'yes|no',
      describe:
        'Whether key-in changes this computer: files, gsettings, programs. With no, settings are fetched and counted only.',
    },
    handlerDeadlineSeconds: {
      schema: secondsSchema,
      // One call that hangs at key-in and one at undo fit into the 9.8 s that a flow manager has to stop.
      default: 4,
      placeholder: 'SECONDS',
      describe: 'How long one call of a handler or action of a platform build may take before it has failed.',
    },
    logLevel: logLevelSetting,
  },
});

function toCommand(text: string): unknown {
  if (!text.trimStart().startsWith('[')) return [text];
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** The settings of the road: what `key-in --device` takes. */
export const ROAD_SETTINGS = [
  'device',
  'localPreferences',
  'localSolutions',
  'requesterUrl',
  'requesterSocket',
  'requesterAccount',
  'channelKeyFile',
  'cloudUrl',
] as const;
