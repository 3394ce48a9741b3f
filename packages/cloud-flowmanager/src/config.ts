import {
  baseUrlSchema,
  defineSettings,
  logLevelSetting,
  pathSchema,
  portSchema,
  wholeNumberSchema,
  yesNoSchema,
} from '@gpii/service-kit/cli';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The registries that this package ships. */
const OWN_SOLUTIONS = fileURLToPath(new URL('../solutions', import.meta.url));

const lifetimeSchema = wholeNumberSchema({ min: 1, max: 86_400 }, 'Expected a number of seconds, 1 to 86400');

/** Settings of `gpii-cloud serve`. */
export const cloudSettings = defineSettings({
  service: 'gpii-cloud',
  envPrefix: 'GPII_CLOUD_',
  fields: {
    port: {
      schema: portSchema,
      default: 8081,
      placeholder: 'PORT',
      describe: 'TCP port of the public listener; 0 picks a free one.',
    },
    host: {
      schema: z.string().min(1),
      default: '127.0.0.1',
      placeholder: 'ADDRESS',
      describe: 'Address of the public listener; 0.0.0.0 for all.',
    },
    operatorPort: {
      schema: portSchema,
      default: 0,
      placeholder: 'PORT',
      describe: 'TCP port of the operator listener, on 127.0.0.1; operator.json tells which was picked.',
    },
    dataDir: {
      schema: pathSchema,
      default: '/var/lib/gpii-cloud',
      placeholder: 'DIR',
      describe: 'Folder of the database, keys and operator.json.',
    },
    publicUrl: {
      schema: baseUrlSchema,
      optional: true,
      placeholder: 'URL',
      describe: 'Address under which clients reach the cloud; where left out, the address of the public listener.',
    },
    solutions: {
      schema: pathSchema,
      default: OWN_SOLUTIONS,
      placeholder: 'DIR',
      describe: "Folder of solutions registries in GPII's format: linux.json5, win32.json5, ….",
    },
    accessTokenLifetimeSeconds: {
      schema: lifetimeSchema,
      default: 3600,
      placeholder: 'SECONDS',
      describe: 'How long an access token is good, in seconds.',
    },
    fsyncTokens: {
      schema: yesNoSchema,
      default: false,
      placeholder: 'yes|no',
      describe: 'Whether access tokens survive a loss of power too; all else does anyway. Costs an fsync per batch.',
    },
    logLevel: logLevelSetting,
  },
});
