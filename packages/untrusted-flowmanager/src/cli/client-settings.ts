import { z } from 'zod';
import { defineSettings, pathSchema, type SettingsOf } from '@gpii/service-kit/cli';

/** How the commands find the running flow manager. The first that is given counts. */
export const clientSettings = defineSettings({
  service: 'gpii-flowmanager',
  envPrefix: 'GPII_FLOWMANAGER_',
  fields: {
    url: {
      schema: z.url({ protocol: /^http$/, error: 'Expected an address such as http://127.0.0.1:8083' }),
      optional: true,
      placeholder: 'URL',
      describe: 'Address of the running flow manager, if not http://127.0.0.1:8083.',
    },
    socket: {
      schema: pathSchema,
      optional: true,
      placeholder: 'PATH',
      describe: 'Unix socket of the running flow manager.',
    },
    stateDir: {
      schema: pathSchema,
      optional: true,
      placeholder: 'DIR',
      describe: 'State folder of the running flow manager: its flowmanager.json says where it is.',
    },
  },
});

/** Their values. */
export type ClientSettings = SettingsOf<(typeof clientSettings)['fields']>;
