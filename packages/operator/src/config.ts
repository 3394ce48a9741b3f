import {
  baseUrlSchema,
  defineSettings,
  logLevelSetting,
  pathSchema,
  portSchema,
  wholeNumberSchema,
} from '@gpii/service-kit/cli';
import { z } from 'zod';

const lifetimeSchema = wholeNumberSchema({ min: 1, max: 86_400 }, 'Expected a number of seconds, 1 to 86400');

/**
 * Settings of every server that keeps the cloud's data, and of the operator commands. Composed servers have the same
 * names, so that one environment fits the whole cloud and its parts.
 */
export const dataServerSettings = defineSettings({
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
    accessTokenLifetimeSeconds: {
      schema: lifetimeSchema,
      default: 3600,
      placeholder: 'SECONDS',
      describe: 'How long an access token is good, in seconds.',
    },
    revisionFile: {
      schema: pathSchema,
      optional: true,
      placeholder: 'FILE',
      describe: 'JSON file that says what is deployed: the answer to GET /revision.',
    },
    logLevel: logLevelSetting,
  },
});
