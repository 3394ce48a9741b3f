import { credentialFileSchema } from '../credential-file.ts';
import {
  aboutTokenRequestSchema,
  authorizationQuerySchema,
  handOverRequestSchemas,
  metadataSchema,
  ownSecretRevokedSchema,
  tokenRequestSchema,
} from '../oauth-requests.ts';
import { CLOUD_ROUTES, HAND_OVER_ROUTES } from '../routes.ts';
import { introspectionAnswerSchema, tokenAnswerSchema, tokenErrorSchema } from '../token-endpoint.ts';
import { z } from 'zod';
import { refusals, type ApiRoute } from './api-route.ts';

const FORM = ['application/x-www-form-urlencoded'];
const FORM_OR_JSON = [...FORM, 'application/json'];
const HTML = 'text/html';

const oauthRefusals = refusals(tokenErrorSchema, {
  400: 'The request is not right: `error` says how (RFC 6749 §5.2).',
  401: 'The client did not prove who it is, or its credential was revoked.',
  413: 'The body is larger than 16 KiB.',
  503: 'The database does not answer: try again after `Retry-After` seconds.',
});
const page = (description: string) => ({ description, mediaType: HTML, schema: z.string() });

const token = {
  method: 'POST',
  tag: 'authorization',
  authentication: ['client'],
  answers: { 200: { description: 'An access token.', schema: tokenAnswerSchema }, ...oauthRefusals },
} as const;

const handOver = (name: keyof typeof HAND_OVER_ROUTES, summary: string, answer: z.ZodType): ApiRoute => ({
  method: 'POST',
  path: HAND_OVER_ROUTES[name],
  operationId: `${name}ClientCredential`,
  summary,
  tag: 'client credentials',
  body: { schema: handOverRequestSchemas[name], mediaTypes: FORM_OR_JSON },
  answers: { 200: { description: 'Done.', schema: answer }, ...oauthRefusals },
});

const authorize = {
  path: CLOUD_ROUTES.authorize,
  tag: 'authorization',
  query: authorizationQuerySchema,
} as const;

/** The addresses of the auth server. */
export const AUTH_API: readonly ApiRoute[] = [
  {
    ...token,
    path: CLOUD_ROUTES.token,
    operationId: 'issueAccessToken',
    summary: 'Get an access token for a GPII token, or for an authorization code.',
    body: { schema: tokenRequestSchema, mediaTypes: FORM },
  },
  {
    ...token,
    path: CLOUD_ROUTES.tokenForOldInstalls,
    operationId: 'issueAccessTokenToOldInstall',
    summary: 'The same for installs in the field: takes JSON as well, and answers expiresIn besides.',
    body: { schema: tokenRequestSchema, mediaTypes: FORM_OR_JSON },
    answers: {
      ...token.answers,
      200: {
        description: 'An access token.',
        schema: tokenAnswerSchema.extend({ expiresIn: z.number().int().positive() }),
      },
    },
  },
  {
    ...authorize,
    method: 'GET',
    operationId: 'showAuthorization',
    summary: 'The page on which a person signs in and shares preferences with a web application.',
    answers: {
      200: page('The page.'),
      303: { description: 'Back to the application, with a code or an error.' },
      400: page('Nobody can be sent back: the application or its address is not known.'),
      503: page('The database does not answer.'),
    },
  },
  {
    ...authorize,
    method: 'POST',
    operationId: 'answerAuthorization',
    summary: 'What the forms of that page send.',
    body: { schema: z.looseObject({}), mediaTypes: FORM },
    answers: {
      303: { description: 'Back to the application, with a code or an error; or to the next page.' },
      400: page('The form cannot be taken.'),
      401: page('The email address and password are not those of an account.'),
      403: page('The form was not sent from the page that this session was shown.'),
      503: page('The database does not answer, or too many passwords wait.'),
    },
  },
  {
    method: 'POST',
    path: CLOUD_ROUTES.revoke,
    operationId: 'revokeAccessToken',
    summary: 'End an access token of the client (RFC 7009).',
    tag: 'authorization',
    authentication: ['client'],
    body: { schema: aboutTokenRequestSchema, mediaTypes: FORM },
    answers: { 200: { description: 'It is not good any more.', schema: z.object({}) }, ...oauthRefusals },
  },
  {
    method: 'POST',
    path: CLOUD_ROUTES.introspect,
    operationId: 'introspectAccessToken',
    summary: 'Ask what an access token is good for (RFC 7662).',
    tag: 'authorization',
    authentication: ['client'],
    body: { schema: aboutTokenRequestSchema, mediaTypes: FORM },
    answers: { 200: { description: 'What it is good for.', schema: introspectionAnswerSchema }, ...oauthRefusals },
  },
  {
    method: 'GET',
    path: CLOUD_ROUTES.metadata,
    operationId: 'describeAuthServer',
    summary: 'What the auth server can do, and where (RFC 8414).',
    tag: 'authorization',
    answers: { 200: { description: 'Metadata.', schema: metadataSchema } },
  },
  handOver('exchange', 'Spend the code that the browser brought back, for a client credential.', credentialFileSchema),
  handOver('request', 'Get a client credential for an email address and a password.', credentialFileSchema),
  handOver('enrol', 'Get a client credential for the enrolment key of a disk image.', credentialFileSchema),
  {
    ...handOver('revokeOwn', 'End the secret that is presented.', ownSecretRevokedSchema),
    authentication: ['client'],
  },
  {
    ...handOver(
      'rotateOwn',
      'Get a new secret beside the one that is presented, which then ends.',
      credentialFileSchema,
    ),
    authentication: ['client'],
  },
];
