import { expect } from 'vitest';
import type { Answer } from './call.ts';
import type { StartedServer } from './start-server.ts';

/** How a request has to be refused. */
export interface ExpectedRefusal {
  readonly status: number;
  /** `error` of the body. */
  readonly error: string;
  /** `reason` of the server's log line about this request. */
  readonly reason: string;
  /** What `message` (or `error_description`) of the body has to say; any words where this is left out. */
  readonly message?: RegExp;
}

/** Checks status, body and log line of a refusal, and that nothing may keep it in a cache. */
export async function expectRefusal(
  answer: Answer,
  server: StartedServer,
  { status, error, reason, message = /./ }: ExpectedRefusal,
): Promise<void> {
  const { json } = answer;
  expect({ status: answer.status, error: json.error }, answer.text).toEqual({ status, error });
  expect(typeof json.message === 'string' ? json.message : json.error_description).toMatch(message);
  expect(answer.headers['cache-control']).toBe('no-store');
  const line = await server.log.ofRequest(answer.requestId);
  expect({ status: line.status, reason: line.reason }).toEqual({ status, reason });
}
