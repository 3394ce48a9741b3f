import { z } from 'zod';

/** Error codes of the token endpoint (RFC 6749 §5.2), and of its neighbours. */
export type TokenErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'temporarily_unavailable'
  | 'slow_down'
  | 'server_error';

/** The password grant under a name of its own: `gpii_token` instead of `username` (DESIGN §3). */
export const GPII_TOKEN_GRANT = 'urn:gpii:params:oauth:grant-type:gpii-token';

/** What a token request is answered with (RFC 6749 §5.1). `expires_in` in seconds. */
export const tokenAnswerSchema = z.object({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().int().positive(),
  scope: z.string().optional(),
});

/** What a refused token request is answered with (RFC 6749 §5.2). */
export const tokenErrorSchema = z.object({ error: z.string(), error_description: z.string().optional() });

/** Scopes: `settings` is the default of GPII applications, `preferences` of web applications (DESIGN §3). */
export const SCOPES = ['settings', 'preferences'] as const;

/** One of `SCOPES`. */
export type Scope = (typeof SCOPES)[number];

/**
 * What the client of an access token may do beyond reading settings, in an introspection answer. Left out: the client may
 * create nothing, write every term, and has no web page (docs/decisions/0029-rights-cross-the-wire.md).
 */
const clientRightsSchema = z.object({
  may_create_gpii_tokens: z.boolean(),
  may_create_preferences: z.boolean(),
  /** Left out: all terms. */
  allowed_prefs_to_write: z.array(z.string()).optional(),
  origins: z.array(z.string()),
});

/** What introspection says of the rights of a client. */
export type ClientRightsAnswer = z.infer<typeof clientRightsSchema>;

/**
 * What introspection answers (RFC 7662 §2.2). `gpii_token_hash` names the GPII token to whoever has the operator's key
 * (docs/decisions/0009). Times in seconds.
 */
export const introspectionAnswerSchema = z.discriminatedUnion('active', [
  z.object({ active: z.literal(false) }),
  z.object({
    active: z.literal(true),
    client_id: z.string(),
    scope: z.enum(SCOPES),
    sub: z.string().optional(),
    token_type: z.string().optional(),
    iss: z.string().optional(),
    iat: z.number().int().optional(),
    exp: z.number().int().optional(),
    gpii_token_hash: z.string().optional(),
    gpii_groups: z.array(z.string()).optional(),
    gpii_client_rights: clientRightsSchema.optional(),
  }),
]);
