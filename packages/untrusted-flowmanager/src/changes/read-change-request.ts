import type { IncomingMessage } from 'node:http';
import { isDeeperThan, type JsonValue } from '@gpii/matchmaker';
import { changeRequestSchema, type ChangeRequest } from '@gpii/protocol';
import { readBody, Refusal } from '@gpii/service-kit';

/** What GPII Cloud takes of one save. */
const LIMIT_BYTES = 128 * 1024;
const NESTING_LIMIT = 32;

/**
 * A wish to change a setting: `{"term", "value", "save"?}`.
 *
 * @throws Refusal 400 `body_malformed`, 413 `body_too_large`.
 */
export async function readChangeRequest(request: IncomingMessage): Promise<ChangeRequest> {
  const text = (await readBody(request, LIMIT_BYTES)).toString('utf8');
  let json: JsonValue;
  try {
    json = JSON.parse(text) as JsonValue;
  } catch (error) {
    throw malformed(error);
  }
  if (isDeeperThan(json, NESTING_LIMIT)) throw malformed();
  const parsed = changeRequestSchema.safeParse(json);
  if (!parsed.success) throw malformed(parsed.error);
  return parsed.data;
}

function malformed(cause?: unknown): Refusal {
  const message = `The body is not JSON of the form {"term": "fontSize", "value": 24, "save": false}, or is nested deeper than ${NESTING_LIMIT} levels.`;
  return new Refusal({ status: 400, code: 'invalid_request', reason: 'body_malformed', message, cause });
}
