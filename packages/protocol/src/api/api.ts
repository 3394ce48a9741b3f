import { z } from 'zod';
import { localErrorSchema, settingsErrorSchema } from '../refusals.ts';
import { CLOUD_ROUTES, HEALTH_ROUTES, OLD_PROBE_ROUTES, OPERATOR_ROUTES } from '../routes.ts';
import { settingsAnswerSchema } from '../settings-wire.ts';
import { refusals, type ApiRoute } from './api-route.ts';
import { AUTH_API } from './auth-api.ts';
import { SITE_API } from './site-api.ts';

const OLD_NOT_READY = refusals(settingsErrorSchema, {
  503: 'The database does not answer, or the server is stopping.',
});
const preferenceSetSchema = z.looseObject({
  contexts: z.record(z.string(), z.looseObject({ preferences: z.record(z.string(), z.unknown()) })),
});
/** What both ways to save have in common. */
const SAVE = {
  path: CLOUD_ROUTES.saveSettings,
  tag: 'settings',
  authentication: ['accessToken'],
  params: { gpiiToken: 'The GPII token that the access token is for.' },
  answers: {
    200: { description: 'It is saved.', schema: z.object({ gpiiKey: z.string(), message: z.string() }) },
    ...refusals(settingsErrorSchema, {
      400: 'The preference set breaks rules: `errors` names path and rule of each; or the body is not what it says.',
      401: 'No access token, or one that is no longer good; or the client may not save this, as installs in the field know it.',
      403: 'The access token is for another GPII token, or for something else.',
      404: 'The preference set is read-only.',
      413: 'The body, or what would be stored, is too large.',
      503: 'The database or the auth server does not answer: try again after `Retry-After` seconds.',
    }),
  },
} as const;
const NOT_READY = { 503: { description: 'Something that it depends on does not answer, or it is stopping.' } };
const forbidden = refusals(localErrorSchema, {
  403: 'The request names another host, was made by a web page, or lacks the operator key.',
});

/**
 * Every address of the cloud's two listeners. Operations of the operator stand here once, as `/operator/:operation`: what each
 * takes is known where they are defined. A test holds this list against what the servers mount.
 */
export const API: readonly ApiRoute[] = [
  ...AUTH_API,
  ...SITE_API,
  {
    method: 'GET',
    path: CLOUD_ROUTES.settings,
    operationId: 'getSettings',
    summary: "Lifecycle instructions: what a person's preferences mean on a device.",
    tag: 'settings',
    authentication: ['accessToken'],
    params: {
      gpiiToken: 'The GPII token that the access token is for.',
      device: 'Device report: URL-encoded JSON with `OS.id` and `solutions`.',
    },
    answers: {
      200: { description: 'Lifecycle instructions.', schema: settingsAnswerSchema },
      ...refusals(settingsErrorSchema, {
        400: 'The device report is not JSON, or over its limits; or the access token came in a forbidden way.',
        401: 'No access token, or one that is unknown, was revoked or has expired.',
        403: 'The access token is for another GPII token, or for something else.',
        503: 'The database or the auth server does not answer: try again after `Retry-After` seconds.',
      }),
    },
  },
  {
    ...SAVE,
    method: 'PUT',
    operationId: 'saveSettings',
    summary: 'Save preferences: the set is merged into the stored one, and nothing is ever deleted.',
    body: { schema: preferenceSetSchema, mediaTypes: ['application/json'] },
  },
  {
    ...SAVE,
    method: 'PATCH',
    operationId: 'patchSettings',
    summary: 'Change preferences by a merge patch (RFC 7396): null deletes.',
    body: { schema: z.looseObject({}), mediaTypes: ['application/merge-patch+json'] },
  },
  {
    method: 'GET',
    path: CLOUD_ROUTES.preferences,
    operationId: 'getPreferences',
    summary: 'The preference set that a person shares with a web application: the groups that were consented to.',
    tag: 'settings',
    authentication: ['accessToken'],
    answers: {
      200: {
        description: 'A flat preference set: its contexts, each with preferences.',
        schema: preferenceSetSchema,
      },
      ...refusals(settingsErrorSchema, {
        400: 'The access token came in a forbidden way.',
        401: 'No access token, or one that is unknown, was revoked or has expired, or whose consent was taken back.',
        403: 'The access token is not for preferences, or the web page that asks is at an origin that is not registered.',
        503: 'The database or the auth server does not answer: try again after `Retry-After` seconds.',
      }),
    },
  },
  {
    method: 'OPTIONS',
    path: CLOUD_ROUTES.preferences,
    operationId: 'preflightPreferences',
    summary: 'The preflight that browsers send before a script may ask.',
    tag: 'settings',
    answers: { 204: { description: 'The script may ask; the answer to GET decides.' } },
  },
  {
    method: 'GET',
    path: HEALTH_ROUTES.live,
    operationId: 'isLive',
    summary: 'Is the process there?',
    tag: 'health',
    answers: { 200: { description: 'It is.', schema: z.object({ status: z.literal('live') }) } },
  },
  {
    method: 'GET',
    path: HEALTH_ROUTES.ready,
    operationId: 'isReady',
    summary: 'Does all that it depends on answer?',
    tag: 'health',
    answers: { 200: { description: 'It does.', schema: z.object({ status: z.literal('ready') }) }, ...NOT_READY },
  },
  {
    method: 'GET',
    path: OLD_PROBE_ROUTES.health,
    operationId: 'isHealthy',
    summary: 'Liveness, for monitors of the old GPII cloud.',
    tag: 'health',
    answers: { 200: { description: 'The process is there.', schema: z.object({ isHealthy: z.literal(true) }) } },
  },
  {
    method: 'GET',
    path: OLD_PROBE_ROUTES.ready,
    operationId: 'isReadyForOldMonitors',
    summary: 'Readiness, for monitors of the old GPII cloud.',
    tag: 'health',
    answers: {
      200: { description: 'All that it depends on answers.', schema: z.object({ isReady: z.literal(true) }) },
      ...OLD_NOT_READY,
    },
  },
  {
    method: 'GET',
    path: OLD_PROBE_ROUTES.revision,
    operationId: 'getRevision',
    summary: 'What is deployed: the file of --revision-file.',
    tag: 'health',
    answers: {
      200: { description: 'The content of the file.', schema: z.unknown() },
      ...refusals(settingsErrorSchema, { 404: 'No file was named.' }),
    },
  },
  {
    method: 'POST',
    path: OPERATOR_ROUTES.operation,
    operationId: 'operate',
    summary: 'Have an operation done.',
    tag: 'operator',
    authentication: ['operatorKey'],
    answers: {
      200: { description: 'Done: what the command prints with --json.', schema: z.unknown() },
      ...forbidden,
      ...refusals(localErrorSchema, {
        400: 'The input is not right: `message` says how.',
        404: 'What it is about does not exist.',
        409: 'It cannot be done as things stand.',
        503: 'The database does not answer.',
      }),
    },
  },
  {
    method: 'GET',
    path: OPERATOR_ROUTES.metrics,
    operationId: 'getMetrics',
    summary: 'Metrics in the text format of Prometheus.',
    tag: 'operator',
    answers: { 200: { description: 'Metrics.', mediaType: 'text/plain', schema: z.string() }, ...forbidden },
  },
  {
    method: 'GET',
    path: OPERATOR_ROUTES.openapi,
    operationId: 'getOpenApi',
    summary: 'This description.',
    tag: 'operator',
    answers: { 200: { description: 'OpenAPI 3.1.', schema: z.looseObject({ openapi: z.string() }) }, ...forbidden },
  },
];
