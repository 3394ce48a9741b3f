import { hostname } from 'node:os';
import {
  baseUrlSchema,
  defineSettings,
  pathSchema,
  wholeNumberSchema,
  yesNoSchema,
  type SettingsOf,
} from '@gpii/service-kit/cli';
import { z } from 'zod';

/** All settings of GPII Manager. Those of the access requester have its names. */
export const managerSettings = defineSettings({
  service: 'gpii-manager',
  envPrefix: 'GPII_MANAGER_',
  fields: {
    cloudUrl: {
      schema: baseUrlSchema,
      default: 'http://127.0.0.1:8081',
      placeholder: 'URL',
      describe: 'Where GPII Cloud and its account website are.',
    },
    credentialFile: {
      schema: pathSchema,
      default: '/var/lib/gpii-access-requester/credential.json',
      placeholder: 'FILE',
      describe: "The access requester's credential file; it gets the owner of its folder.",
    },
    recordFile: {
      schema: pathSchema,
      default: '/var/lib/gpii-manager/changes.jsonl',
      placeholder: 'FILE',
      describe: 'What GPII Manager did on this computer, when and under which account; nothing secret.',
    },
    requesterUrl: {
      schema: baseUrlSchema,
      default: 'http://127.0.0.1:8082',
      placeholder: 'URL',
      describe: 'Where doctor looks for the access requester when the flow manager does not tell of it.',
    },
    flowManagerUrl: {
      schema: baseUrlSchema,
      default: 'http://127.0.0.1:8083',
      placeholder: 'URL',
      describe: 'Where the flow manager is: it tells accounts that may not read the credential how things stand.',
    },
    computerName: {
      schema: z.string().trim().min(1).max(200),
      default: hostname(),
      placeholder: 'NAME',
      describe: 'What this computer is called on the account website.',
    },
    signIn: {
      schema: yesNoSchema,
      default: true,
      placeholder: 'yes|no',
      describe:
        'Whether people may sign in to their GPII account within GPII Manager; no where only the browser is wanted.',
    },
    connectMinutes: {
      schema: wholeNumberSchema({ min: 1, max: 60 }, 'Expected a number of minutes, 1 to 60'),
      default: 10,
      placeholder: 'MINUTES',
      describe: 'How long connect waits for somebody to approve.',
    },
  },
});

/** Their values. */
export type ManagerSettings = SettingsOf<(typeof managerSettings)['fields']>;
