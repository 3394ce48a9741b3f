import { API, type ApiAnswer, type ApiAuthentication, type ApiRoute, OPERATOR_ROUTES } from '@gpii/protocol';
import type { MountedRoute } from '@gpii/service-kit';
import { z } from 'zod';
import type { Operation } from '../operations/operation.ts';
import { OPERATIONS } from '../operations/operations.ts';

/** Version of this description: it changes with the addresses, not with the code. */
const API_VERSION = '1';

const SECURITY_SCHEMES = {
  basic: { type: 'http', scheme: 'basic', description: 'Client id and secret; they may also stand in the body.' },
  accessToken: { type: 'http', scheme: 'bearer', description: 'An access token of the token endpoint.' },
  operatorKey: { type: 'http', scheme: 'bearer', description: 'The key of operator.json; it changes at each start.' },
};
const SECURITY: Readonly<Record<ApiAuthentication, readonly object[]>> = {
  // Without a header as well: then they stand in the body.
  client: [{ basic: [] }, {}],
  accessToken: [{ accessToken: [] }],
  operatorKey: [{ operatorKey: [] }],
};

/**
 * Describes the addresses that are mounted, in OpenAPI 3.1.
 *
 * @param mounted - As the servers say. What protocol's `API` does not know of, a platform's own routes say, is named and
 * not described.
 */
export function describeApi(mounted: readonly MountedRoute[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of API.filter((known) => mounted.some((one) => isSame(one, known))).flatMap(toSingleOperations)) {
    (paths[toTemplate(route.path)] ??= {})[route.method.toLowerCase()] = describeRoute(route);
  }
  for (const { method, path } of mounted.filter((one) => !API.some((known) => isSame(one, known)))) {
    (paths[toTemplate(path)] ??= {})[method.toLowerCase()] = {
      responses: { default: { description: 'Not described.' } },
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'GPII Cloud',
      version: API_VERSION,
      description:
        'Addresses tagged "operator" are those of the operator listener on loopback, all others those of the public one; ' +
        '/health/live and /health/ready are on both.',
    },
    paths,
    components: { securitySchemes: SECURITY_SCHEMES },
  };
}

function isSame(one: MountedRoute, other: MountedRoute): boolean {
  return one.method === other.method && one.path === other.path;
}

/** `/operator/:operation` is as many addresses as there are operations, each with an input of its own. */
function toSingleOperations(route: ApiRoute): readonly ApiRoute[] {
  if (route.path !== OPERATOR_ROUTES.operation) return [route];
  return [...OPERATIONS.values()].map(({ name, input }: Operation) => ({
    ...route,
    path: route.path.replace(':operation', name),
    operationId: name.replace(/-[a-z]/g, (part) => part.slice(1).toUpperCase()),
    summary: `The operation ${name} of the operator's commands.`,
    body: { schema: input, mediaTypes: ['application/json'] },
  }));
}

function describeRoute(route: ApiRoute): object {
  const { operationId, summary, tag, authentication = [], body, answers } = route;
  return {
    operationId,
    summary,
    tags: [tag],
    security: authentication.flatMap((way) => SECURITY[way]),
    parameters: [...describeParams(route), ...describeQuery(route)],
    ...(body === undefined ? {} : { requestBody: describeBody(body) }),
    responses: Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, describeAnswer(answer)])),
  };
}

function describeParams({ params = {} }: ApiRoute): readonly object[] {
  return Object.entries(params).map(([name, description]) => ({
    name,
    in: 'path',
    required: true,
    description,
    schema: { type: 'string' },
  }));
}

function describeQuery({ query }: ApiRoute): readonly object[] {
  return Object.entries<z.ZodType>(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !schema.safeParse(undefined).success,
    schema: toSchema(schema, 'input'),
  }));
}

function describeBody({ schema, mediaTypes }: NonNullable<ApiRoute['body']>): object {
  const described = { schema: toSchema(schema, 'input') };
  return { required: true, content: Object.fromEntries(mediaTypes.map((type) => [type, described])) };
}

function describeAnswer({ description, schema, mediaType = 'application/json' }: ApiAnswer): object {
  return {
    description,
    ...(schema === undefined ? {} : { content: { [mediaType]: { schema: toSchema(schema, 'output') } } }),
  };
}

/** OpenAPI 3.1 takes JSON Schema 2020-12 as it is; it names the dialect once for all. */
function toSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  return Object.fromEntries(
    Object.entries(z.toJSONSchema(schema, { io, unrepresentable: 'any' })).filter(([name]) => name !== '$schema'),
  );
}

/** `/a/:b` → `/a/{b}`. */
function toTemplate(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}');
}
