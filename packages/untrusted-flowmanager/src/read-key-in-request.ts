import type { IncomingMessage } from 'node:http';
import { keyInRequestSchema } from '@gpii/protocol';
import type { JsonObject } from '@gpii/matchmaker';
import { readBody, Refusal } from '@gpii/service-kit';
import { PREFERENCES_LIMIT_BYTES } from './local/read-small-file.ts';
import type { ReadPreferences } from './local/read-preference-file.ts';

/**
 * The preferences that a request to key in brings along: `{"preferences": {"flat": …}}`, or nothing.
 *
 * @throws Refusal 400 `body_malformed`, 413 `body_too_large`.
 */
export async function readKeyInRequest(request: IncomingMessage): Promise<ReadPreferences | undefined> {
  const text = (await readBody(request, PREFERENCES_LIMIT_BYTES)).toString('utf8');
  if (text.trim() === '') return undefined;
  const parsed = keyInRequestSchema.safeParse(parseJson(text));
  if (!parsed.success) throw malformed(parsed.error.issues[0]?.path.join('.') ?? '');
  const { preferences } = parsed.data;
  // It came from JSON.
  return preferences === undefined ? undefined : { preferences: preferences as JsonObject };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed('', error);
  }
}

function malformed(field: string, cause?: unknown): Refusal {
  const where = field === '' ? '' : ` (${field})`;
  const message = `The body is not JSON of the form {"preferences": {"flat": {"contexts": …}}}${where}.`;
  return new Refusal({ status: 400, code: 'invalid_request', reason: 'body_malformed', message, cause });
}
