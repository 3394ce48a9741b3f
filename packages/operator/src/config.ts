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

/** Where mail is handed over. Messages never show the address: it may hold a password. */
const smtpUrlSchema = z
  .url({ protocol: /^smtps?$/, error: 'Expected an address such as smtp://gpii@mail.example.org:587' })
  .refine(
    (text) => new URL(text).hostname !== '' && !/[?#]/.test(text) && /^\/?$/.test(new URL(text).pathname),
    'Expected an address such as smtp://gpii@mail.example.org:587, with nothing after the port',
  )
  .refine(
    (text) => new URL(text).password === '',
    'A password in an address can be read by others, in listings of processes and their environment. ' +
      'Put it into a file (0600) and name it with --smtp-password-file',
  );

/** An address, alone or behind a name: `GPII <no-reply@example.org>`. */
const senderSchema = z
  .string()
  .max(320)
  .regex(
    /^(?:[^<>"\p{Cc}]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u,
    'Expected an address such as "GPII <no-reply@example.org>"',
  );

/** What must hold between the settings of mail. Each problem begins with a flag. */
export function checkMailSettings(settings: {
  readonly smtpUrl?: string | undefined;
  readonly smtpPasswordFile?: string | undefined;
  readonly mailFolder?: string | undefined;
}): readonly string[] {
  const { smtpUrl, smtpPasswordFile, mailFolder } = settings;
  const hasUser = smtpUrl !== undefined && new URL(smtpUrl).username !== '';
  return [
    ...(hasUser && smtpPasswordFile === undefined ? ['--smtp-password-file is needed for the user in --smtp-url'] : []),
    ...(!hasUser && smtpPasswordFile !== undefined
      ? ['--smtp-password-file goes with a user in --smtp-url, such as smtp://gpii@mail.example.org:587']
      : []),
    ...(smtpUrl !== undefined && mailFolder !== undefined
      ? ['--mail-folder is where mails go that are not sent: leave it out with --smtp-url']
      : []),
  ];
}

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
    storeDeadlineMs: {
      schema: wholeNumberSchema({ min: 100, max: 60_000 }, 'Expected a number of milliseconds, 100 to 60000'),
      default: 1500,
      placeholder: 'MS',
      describe:
        'How long the database may take over a read or write before the request is answered with 503; more for a slow disk.',
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
    limitMailsPerHour: {
      schema: limitSchema,
      default: 5,
      placeholder: 'N',
      describe:
        'Mails to one mail address that one network address asks for; four times that from all; 0 for no limit.',
    },
    limitMailsPerAddressPerHour: {
      schema: limitSchema,
      default: 60,
      placeholder: 'N',
      describe: 'Mails that one network address asks for, an IPv6 address with its /64; 0 for no limit.',
    },
    smtpUrl: {
      schema: smtpUrlSchema,
      optional: true,
      placeholder: 'URL',
      describe:
        'Mail server of the account website, as smtp://user@host:587, or smtps:// for TLS from the start; where left out, mails are written to files.',
    },
    smtpPasswordFile: {
      schema: pathSchema,
      optional: true,
      placeholder: 'FILE',
      describe: 'File (0600) with the password of the user in --smtp-url.',
    },
    mailFrom: {
      schema: senderSchema,
      optional: true,
      placeholder: 'ADDRESS',
      describe: 'Sender of mails; where left out, no-reply at the host of the public address.',
    },
    mailFolder: {
      schema: pathSchema,
      optional: true,
      placeholder: 'DIR',
      describe:
        'Without --smtp-url: folder of the files that mails are written to; where left out, outbox in the data folder.',
    },
    revisionFile: {
      schema: pathSchema,
      optional: true,
      placeholder: 'FILE',
      describe: 'JSON file that says what is deployed: the answer to GET /revision.',
    },
    logLevel: logLevelSetting,
  },
  check: checkMailSettings,
});
