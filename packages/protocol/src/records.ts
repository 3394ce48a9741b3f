import { z } from 'zod';
import { gpiiTokenSchema } from './gpii-token.ts';

const sha256HexSchema = z.string().regex(/^[0-9a-f]{64}$/, 'Expected 64 lower-case hexadecimal digits');
const emailSchema = z
  .string()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+$/, 'Expected an email address');
const timeSchema = z.iso.datetime({ offset: true });

/** An account of the website. Exactly one of `password` and `passwordHash` (Argon2id, PHC format). */
export const accountRecordSchema = z
  .strictObject({
    kind: z.literal('account'),
    email: emailSchema,
    name: z.string().max(200).default(''),
    password: z.string().min(12, 'A password has at least 12 characters').max(1024).optional(),
    passwordHash: z
      .string()
      .max(512)
      .regex(
        /^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$/,
        'Expected an Argon2id hash in PHC format',
      )
      .optional(),
    disabledAt: timeSchema.optional(),
  })
  .refine((record) => (record.password === undefined) !== (record.passwordHash === undefined), {
    message: 'Expected exactly one of password and passwordHash',
    path: ['password'],
  });

/** How a secret was handed out (DESIGN §4). */
export const SECRET_ORIGINS = [
  'created',
  'downloaded',
  'picked',
  'requested',
  'enrolled',
  'rotated',
  'operator',
  'import',
] as const;

const secretRecordSchema = z
  .strictObject({
    secret: z.string().min(8, 'A secret has at least 8 characters').max(512).optional(),
    secretSha256: sha256HexSchema.optional(),
    label: z.string().max(200).default(''),
    origin: z.enum(SECRET_ORIGINS).optional(),
    createdAt: timeSchema.optional(),
    endsAt: timeSchema.optional(),
    revokedAt: timeSchema.optional(),
  })
  .refine((record) => (record.secret === undefined) !== (record.secretSha256 === undefined), {
    message: 'Expected exactly one of secret and secretSha256',
    path: ['secret'],
  });

/** A client credential with its secrets. */
export const clientCredentialRecordSchema = z.strictObject({
  kind: z.literal('clientCredential'),
  clientId: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[\x21-\x7e]+$/, 'A client id is printable ASCII without spaces'),
  type: z.enum(['installed', 'web']),
  public: z.boolean().optional(),
  name: z.string().max(200),
  owner: emailSchema,
  secrets: z.array(secretRecordSchema).max(1000),
  origins: z.array(z.string().max(2048)).max(100).optional(),
  redirectUris: z.array(z.string().max(2048)).max(100).optional(),
  allowedIPBlocks: z
    .array(z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()]))
    .max(100)
    .optional(),
  allowedPrefsToWrite: z.array(z.string()).optional(),
  mayCreateGpiiTokens: z.boolean().optional(),
  mayCreatePreferences: z.boolean().optional(),
  revokedAt: timeSchema.optional(),
});

const contextSchema = z.looseObject({ preferences: z.record(z.string(), z.unknown()).optional() });

/** One view of a preference set: its contexts, each with preferences. Members that we do not know are kept. */
const preferenceSetSchema = z.looseObject({
  name: z.string().optional(),
  contexts: z.record(z.string(), contextSchema).optional(),
  metadata: z.array(z.unknown()).optional(),
});

/**
 * A preference set as GPII keeps it: keyed by view (ontology), `flat` in nearly all.
 *
 * @see GPII-FORMATS §2
 */
export const preferencesSchema = z.looseObject({ flat: preferenceSetSchema.optional() });

/** A GPII token with the preferences that it stands for. Exactly one of `token` and `tokenHash`. */
export const gpiiTokenRecordSchema = z
  .strictObject({
    kind: z.literal('gpiiToken'),
    token: gpiiTokenSchema.optional(),
    tokenHash: sha256HexSchema.optional(),
    preferences: preferencesSchema,
    readOnly: z.boolean().optional(),
    owner: emailSchema.optional(),
    revokedAt: timeSchema.optional(),
  })
  .refine((record) => (record.token === undefined) !== (record.tokenHash === undefined), {
    message: 'Expected exactly one of token and tokenHash',
    path: ['token'],
  });

/** A GPII token that an account may share the preferences of, besides those that it owns. */
export const linkRecordSchema = z
  .strictObject({
    kind: z.literal('link'),
    account: emailSchema,
    token: gpiiTokenSchema.optional(),
    tokenHash: sha256HexSchema.optional(),
    label: z.string().max(100).default(''),
    linkedAt: timeSchema.optional(),
    unlinkedAt: timeSchema.optional(),
  })
  .refine((record) => (record.token === undefined) !== (record.tokenHash === undefined), {
    message: 'Expected exactly one of token and tokenHash',
    path: ['token'],
  });

/** One line of a records file (`gpii-cloud import records FILE.jsonl`). */
export const recordSchema = z.discriminatedUnion('kind', [
  accountRecordSchema,
  clientCredentialRecordSchema,
  gpiiTokenRecordSchema,
  linkRecordSchema,
]);

/** A parsed account record. */
export type AccountRecord = z.infer<typeof accountRecordSchema>;
/** A parsed secret of a client credential record. */
export type SecretRecord = z.infer<typeof secretRecordSchema>;
/** A parsed client credential record. */
export type ClientCredentialRecord = z.infer<typeof clientCredentialRecordSchema>;
/** A parsed GPII token record. */
export type GpiiTokenRecord = z.infer<typeof gpiiTokenRecordSchema>;
/** A parsed link record. */
export type LinkRecord = z.infer<typeof linkRecordSchema>;
/** A parsed record. */
export type ImportRecord = z.infer<typeof recordSchema>;

/** What an import did, by kind of record. Importing twice makes no duplicates: then all are `unchanged`. */
export const importReportSchema = z.record(
  z.string(),
  z.object({ created: z.number(), updated: z.number(), unchanged: z.number() }),
);

/** A parsed import report. */
export type ImportReport = z.infer<typeof importReportSchema>;
