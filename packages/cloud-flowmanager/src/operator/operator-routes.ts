import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { importRecords, type ImportTarget } from '@gpii/credentials';
import { OPERATOR_ROUTES, recordSchema, type ImportRecord } from '@gpii/protocol';
import { guardLocalService, readBody, Refusal, sendJson, type Handler, type ServePlan } from '@gpii/service-kit';
import { z } from 'zod';

/** Largest batch of records that is taken at once. */
const IMPORT_BODY_LIMIT_BYTES = 16 * 1024 * 1024;

const importBodySchema = z.object({ records: z.array(recordSchema) });

/** What the operator listener serves, and the key that opens it: made anew at each start, known by operator.json only. */
export function createOperatorRoutes(target: ImportTarget): {
  readonly operatorKey: string;
  readonly plan: Pick<ServePlan, 'guard' | 'hotRoutes'>;
} {
  const operatorKey = randomBytes(32).toString('base64url');
  const expected = digest(`Bearer ${operatorKey}`);
  const guard = (request: IncomingMessage): void => {
    guardLocalService(request);
    if (request.url?.startsWith('/health/') === true) return;
    if (timingSafeEqual(expected, digest(request.headers.authorization ?? ''))) return;
    throw new Refusal({
      status: 403,
      code: 'forbidden',
      reason: 'operator_key_wrong',
      message: 'The request does not carry the operator key of this start of the server.',
    });
  };
  return {
    operatorKey,
    plan: {
      guard,
      hotRoutes: [{ method: 'POST', path: OPERATOR_ROUTES.importRecords, handle: createImportHandler(target) }],
    },
  };
}

function createImportHandler(target: ImportTarget): Handler {
  return async (request, response) => {
    const body = await readBody(request, IMPORT_BODY_LIMIT_BYTES);
    sendJson(response, 200, await importRecords(target, parseRecords(body)));
  };
}

function parseRecords(body: Buffer): readonly ImportRecord[] {
  try {
    return importBodySchema.parse(JSON.parse(body.toString('utf8'))).records;
  } catch (cause) {
    throw new Refusal({
      status: 400,
      code: 'invalid_request',
      reason: 'body_malformed',
      message: 'The body is not {"records": […]} with proper records.',
      cause,
    });
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
