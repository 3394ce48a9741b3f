import type { IncomingMessage } from 'node:http';
import { accessTokenRequestSchema, type Reason } from '@gpii/protocol';
import { readBody, Refusal } from '@gpii/service-kit';

/**
 * Reads the body of `POST /access-token`.
 *
 * @throws Refusal 400, 413, 415; its message holds nothing of the body.
 */
export async function readAccessTokenRequest(request: IncomingMessage): Promise<{ gpiiToken: string }> {
  const { success, data, error } = accessTokenRequestSchema.safeParse(parseJson(await readBody(request)));
  if (success) return data;
  const [issue] = error.issues;
  const isToken = issue?.path[0] === 'gpiiToken' && issue.code !== 'invalid_type';
  throw malformed('parameter_malformed', isToken ? `${issue.message}.` : 'Expected {"gpiiToken": "…"}.');
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw malformed('body_malformed', 'The body is not JSON.');
  }
}

function malformed(reason: Reason, message: string): Refusal {
  return new Refusal({ status: 400, code: 'invalid_request', reason, message });
}
