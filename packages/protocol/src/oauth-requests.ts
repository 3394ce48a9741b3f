import { z } from 'zod';
import { GPII_TOKEN_GRANT, SCOPES } from './token-endpoint.ts';

/** How a client shows who it is in the body; the alternative is HTTP Basic. A public client sends `client_id` alone. */
const clientInBody = { client_id: z.string().optional(), client_secret: z.string().optional() };

/** The password grant, whose `username` is a GPII token (DESIGN §3). */
const passwordGrantSchema = z.looseObject({
  grant_type: z.literal('password'),
  username: z.string().describe('A GPII token'),
  scope: z.literal('settings').optional(),
  ...clientInBody,
});
/** The same under a name of its own. */
const gpiiTokenGrantSchema = z.looseObject({
  grant_type: z.literal(GPII_TOKEN_GRANT),
  gpii_token: z.string().describe('A GPII token'),
  scope: z.literal('settings').optional(),
  ...clientInBody,
});
/** A code that a person's consent gave (RFC 6749 §4.1.3, RFC 7636 §4.5). */
const codeGrantSchema = z.looseObject({
  grant_type: z.literal('authorization_code'),
  code: z.string(),
  redirect_uri: z.string().optional(),
  code_verifier: z.string().optional(),
  scope: z.literal('preferences').optional(),
  ...clientInBody,
});

/** What the token endpoint takes: form parameters, each at most once. */
export const tokenRequestSchema = z.discriminatedUnion('grant_type', [
  passwordGrantSchema,
  gpiiTokenGrantSchema,
  codeGrantSchema,
]);

/** What revocation and introspection take (RFC 7009 §2.1, RFC 7662 §2.1). */
export const aboutTokenRequestSchema = z.looseObject({
  token: z.string().describe('The access token that it is about'),
  token_type_hint: z.string().optional(),
  ...clientInBody,
});

/** The query of an authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3). */
export const authorizationQuerySchema = z.object({
  response_type: z.literal('code'),
  client_id: z.string(),
  redirect_uri: z.string().optional(),
  state: z.string().optional(),
  scope: z.literal('preferences').optional(),
  code_challenge: z.string().optional(),
  code_challenge_method: z.literal('S256').optional(),
});

/** What a client reads before it begins (RFC 8414 §2). */
export const metadataSchema = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  revocation_endpoint: z.string(),
  introspection_endpoint: z.string(),
  response_types_supported: z.array(z.string()),
  grant_types_supported: z.array(z.string()),
  scopes_supported: z.array(z.enum(SCOPES)),
  code_challenge_methods_supported: z.array(z.string()),
});

const label = z.string().max(200).optional();

/** What the addresses under `/client-credentials` take, as a form or JSON (DESIGN §4). */
export const handOverRequestSchemas = {
  exchange: z.looseObject({ code: z.string(), code_verifier: z.string(), label }),
  request: z.looseObject({
    email: z.string(),
    password: z.string(),
    name: z.string().max(200),
    client_id: z.string().optional(),
  }),
  enrol: z.looseObject({ enrolment_key: z.string(), machine_id: z.string(), label }),
  revokeOwn: z.looseObject(clientInBody),
  rotateOwn: z.looseObject({ overlap_hours: z.string().optional(), label, ...clientInBody }),
} as const;

/** What a computer is told that has ended its own secret. */
export const ownSecretRevokedSchema = z.object({ client_id: z.string(), revoked_at: z.string() });
