import type { IncomingMessage } from 'node:http';
import { isDeeperThan, type JsonValue } from '@gpii/matchmaker';
import { readBody, Refusal } from '@gpii/service-kit';

/**
 * Largest preference set that is read: above the 100 kB that the cloud in the field took, so that no install which could save there
 * is refused here. The largest of GPII's own sets has 11 kB.
 */
const BODY_LIMIT_BYTES = 128 * 1024;

/** The most arrays and objects that may stand one inside the other. */
const NESTING_LIMIT = 32;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads the JSON body of a save.
 *
 * @param mediaType - What its Content-Type has to be; parameters of it do not count.
 * @throws Refusal 415 for another type, 413 above 128 KiB, 400 for what is not JSON in UTF-8, is nested deeper than 32 levels, or has a
 *   member `__proto__`, which databases and programs of JavaScript lose.
 */
export async function readPreferenceBody(request: IncomingMessage, mediaType: string): Promise<JsonValue> {
  const [given = ''] = (request.headers['content-type'] ?? '').split(';');
  if (given.trim().toLowerCase() !== mediaType) throw wrongType(mediaType);
  const body = await readBody(request, BODY_LIMIT_BYTES);
  const value = parse(body);
  if (isDeeperThan(value, NESTING_LIMIT)) throw malformed(`The body is nested deeper than ${NESTING_LIMIT} levels.`);
  if (hasPrototypeMember(value)) throw malformed('The body has a member of the name "__proto__".');
  return value;
}

function parse(body: Buffer): JsonValue {
  try {
    return JSON.parse(utf8.decode(body)) as JsonValue;
  } catch {
    // The error of JSON.parse would show a part of the body.
    throw malformed('The body is not JSON in UTF-8.');
  }
}

function hasPrototypeMember(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, '__proto__') || Object.values<JsonValue>(value).some(hasPrototypeMember);
}

function malformed(message: string): Refusal {
  return new Refusal({ status: 400, code: 'invalid_request', reason: 'body_malformed', message });
}

function wrongType(mediaType: string): Refusal {
  return new Refusal({
    status: 415,
    code: 'invalid_request',
    reason: 'media_type_unsupported',
    message: `Send the preferences as ${mediaType}.`,
    headers: { [mediaType === 'application/json' ? 'Accept' : 'Accept-Patch']: mediaType },
  });
}
