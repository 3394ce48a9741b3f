import {
  baseUrlSchema,
  defineSettings,
  logLevelSetting,
  pathSchema,
  portSchema,
  wholeNumberSchema,
  yesNoSchema,
} from '@gpii/service-kit/cli';
import { z } from 'zod';

/** A limit; 0 turns it off. */
const limitSchema = wholeNumberSchema({ min: 0, max: 1_000_000 }, 'Expected a whole number, 0 (no limit) to 1000000');

const lifetimeSchema = wholeNumberSchema({ min: 1, max: 86_400 }, 'Expected a number of seconds, 1 to 86400');

/** One path segment: the beginning of the names of databases. Messages never show the address: it may hold a password. */
export const storeUrlSchema = z
  .url({ protocol: /^https?$/, error: 'Expected an address such as http://127.0.0.1:5984/gpii' })
  .refine(
    (text) => /^\/[a-z][a-z0-9_-]{0,63}\/?$/.test(new URL(text).pathname) && !/[?#]/.test(text),
    'Expected an address such as http://127.0.0.1:5984/gpii: one name after the slash, of a-z, 0-9, "_" and "-"',
  )
  .refine(
    (text) => new URL(text).password === '',
    'A password in an address can be read by others, in listings of processes and their environment. ' +
      'Put user:password into a file (0600) and name it with --store-credential-file',
  );

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
    store: {
      schema: storeUrlSchema,
      optional: true,
      placeholder: 'URL',
      describe: 'CouchDB that nodes share, as http://host:5984/prefix; where left out, a database in the data folder.',
    },
    storeCredentialFile: {
      schema: pathSchema,
      optional: true,
      placeholder: 'FILE',
      describe: 'File (0600) with "user:password" of a CouchDB server admin.',
    },
    keysFile: {
      schema: pathSchema,
      optional: true,
      placeholder: 'FILE',
      describe: 'Keys of the operator, the same on all nodes; where left out, keys.json in the data folder.',
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
    fsyncTokens: {
      schema: yesNoSchema,
      default: false,
      placeholder: 'yes|no',
      describe: 'Whether access tokens survive a loss of power too; all else does anyway. Costs an fsync per batch.',
    },
    trustProxy: {
      schema: wholeNumberSchema({ min: 0, max: 16 }, 'Expected a number of proxies, 0 to 16'),
      default: 0,
      placeholder: 'N',
      describe:
        "How many proxies of yours stand before the public listener: a client's address is then the Nth from the right in X-Forwarded-For. 0: the header is not looked at.",
    },
    maxConnections: {
      schema: wholeNumberSchema({ min: 1, max: 1_000_000 }, 'Expected a number of connections, 1 to 1000000'),
      default: 10_000,
      placeholder: 'N',
      describe: 'Most connections at a time to the public listener; further ones are closed at once.',
    },
    limitFailuresPerMinute: {
      schema: limitSchema,
      default: 10,
      placeholder: 'N',
      describe: 'Wrong secrets, codes and passwords for one client or account from one address; 0 for no limit.',
    },
    limitFailuresPerAddressPerMinute: {
      schema: limitSchema,
      default: 600,
      placeholder: 'N',
      describe: 'The same for all clients and accounts together, an IPv6 address with its /64; 0 for no limit.',
    },
    limitSignInFailuresPerHour: {
      schema: limitSchema,
      default: 100,
      placeholder: 'N',
      describe: 'Wrong passwords for one account from all addresses; 0 for no limit.',
    },
    limitUnknownGpiiTokensPerHour: {
      schema: limitSchema,
      default: 60,
      placeholder: 'N',
      describe: 'Different unknown GPII tokens that are tried with one client secret; 0 for no limit.',
    },
    signInWithinApps: {
      schema: yesNoSchema,
      default: true,
      placeholder: 'yes|no',
      describe:
        'Whether GPII Manager may get a credential for an email address and password; no leaves the browser only.',
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
