import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { CredentialError, type Actor } from '@gpii/credentials';
import { OPERATOR_ROUTES, type Reason } from '@gpii/protocol';
import {
  contextOf,
  guardLocalService,
  readBody,
  Refusal,
  sendJson,
  type Handler,
  type HotRoute,
  type ServePlan,
} from '@gpii/service-kit';
import { StartError } from '@gpii/service-kit/cli';
import { z } from 'zod';
import { OPERATOR_NAME_HEADER, type OperatorRooms } from './operation.ts';
import { OPERATIONS } from './operations.ts';

/** Largest input of an operation: a batch of records. */
const INPUT_LIMIT_BYTES = 16 * 1024 * 1024;

/** What tells of the server and of nobody: any program of this computer may read it (docs/decisions/0018). */
const OPEN_ADDRESSES = new Set<string | undefined>([OPERATOR_ROUTES.metrics, OPERATOR_ROUTES.openapi]);

/**
 * What the operator listener serves, and the key that opens it: made anew at each start, known by operator.json only.
 *
 * @param openRoutes - Served without the key.
 */
export function createOperatorRoutes(
  rooms: OperatorRooms,
  openRoutes: readonly HotRoute[] = [],
): {
  readonly operatorKey: string;
  readonly plan: Pick<ServePlan, 'guard' | 'hotRoutes'>;
} {
  const operatorKey = randomBytes(32).toString('base64url');
  const expected = digest(`Bearer ${operatorKey}`);
  const guard = (request: IncomingMessage): void => {
    guardLocalService(request);
    if (request.url?.startsWith('/health/') === true || OPEN_ADDRESSES.has(request.url)) return;
    if (timingSafeEqual(expected, digest(request.headers.authorization ?? ''))) return;
    throw new Refusal({
      status: 403,
      code: 'forbidden',
      reason: 'operator_key_wrong',
      message: 'The request does not carry the operator key of this start of the server.',
    });
  };
  const handle = createOperationHandler(rooms);
  const operation: HotRoute = { method: 'POST', path: OPERATOR_ROUTES.operation, handle };
  return { operatorKey, plan: { guard, hotRoutes: [operation, ...openRoutes] } };
}

function createOperationHandler(rooms: OperatorRooms): Handler {
  return async (request, response, { params, logFields }) => {
    const operation = OPERATIONS.get(params.operation ?? '');
    if (operation === undefined) {
      throw new Refusal({
        status: 404,
        code: 'not_found',
        reason: 'route_unknown',
        message: `There is no operation of this name. There are: ${[...OPERATIONS.keys()].join(', ')}.`,
      });
    }
    logFields.operation = operation.name;
    const input = parseInput(operation.input, await readBody(request, INPUT_LIMIT_BYTES));
    try {
      sendJson(response, 200, await operation.run(rooms, input, actorOf(request)));
    } catch (error) {
      if (error instanceof CredentialError) throw toRefusal(error);
      if (error instanceof StartError) throw badFiles(error);
      throw error;
    }
  };
}

function parseInput<Schema extends z.ZodType>(schema: Schema, body: Buffer): z.output<Schema> {
  let problem = 'The body is not JSON.';
  try {
    const parsed = schema.safeParse(JSON.parse(body.toString('utf8')));
    if (parsed.success) return parsed.data;
    problem = z.prettifyError(parsed.error);
  } catch {
    // The JSON error text would show a part of the body, and with it a secret.
  }
  throw new Refusal({ status: 400, code: 'invalid_request', reason: 'body_malformed', message: problem });
}

/** The operator's name only tells apart people who share the key: it is taken as it is said. */
function actorOf(request: IncomingMessage): Actor {
  const said = request.headers[OPERATOR_NAME_HEADER];
  const name = typeof said === 'string' && /^[\w.-]{1,64}$/.test(said) ? said : 'unnamed';
  const { clientAddress, requestId } = contextOf(request);
  return { actor: `operator:${name}`, address: clientAddress, requestId };
}

const STATUSES: Partial<Record<Reason, number>> = {
  client_unknown: 404,
  secret_unknown: 404,
  account_unknown: 404,
  gpii_token_unknown: 404,
  enrolment_key_refused: 404,
  parameter_malformed: 400,
};

function toRefusal(error: CredentialError): Refusal {
  const status = STATUSES[error.reason] ?? 409;
  return new Refusal({ status, code: error.reason, reason: error.reason, message: error.message, cause: error });
}

/** Files of the server that are wrong: its operator is told which, and where. */
function badFiles(error: StartError): Refusal {
  const { message } = error;
  return new Refusal({ status: 409, code: 'registry_malformed', reason: 'registry_malformed', message, cause: error });
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
