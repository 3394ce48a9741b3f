import { z } from 'zod';
import { localErrorSchema, settingsErrorSchema } from '../refusals.ts';
import { CLOUD_ROUTES, HEALTH_ROUTES, OLD_PROBE_ROUTES, OPERATOR_ROUTES } from '../routes.ts';
import { settingsAnswerSchema } from '../settings-wire.ts';
import { refusals, type ApiRoute } from './api-route.ts';
import { AUTH_API } from './auth-api.ts';

const OLD_NOT_READY = refusals(settingsErrorSchema, {
  503: 'The database does not answer, or the server is stopping.',
});
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
