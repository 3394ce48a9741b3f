import { DataSourceError } from '../data-source.ts';
import { parseAnswer, parseRefusalBody } from '../parse-answer.ts';
import type { Answer } from './exchange.ts';

/**
 * What a get gives back.
 *
 * @throws DataSourceError `refused` for any status but 2xx: a redirect is one as well. `malformed`.
 */
export function readGetAnswer(peerName: string, answer: Answer): unknown {
  throwIfRefused(peerName, answer);
  return parseAnswer(answer.bytes);
}

/** What a set gives back: undefined when the answer is empty. */
export function readSetAnswer(peerName: string, answer: Answer): unknown {
  throwIfRefused(peerName, answer);
  return answer.bytes.length === 0 ? undefined : parseAnswer(answer.bytes);
}

function throwIfRefused(peerName: string, { status, retryAfter, bytes }: Answer): void {
  if (status >= 200 && status < 300) return;
  throw new DataSourceError('refused', `${peerName} answered ${status}`, {
    status,
    body: parseRefusalBody(bytes),
    retryAfterSeconds: readRetryAfter(retryAfter),
  });
}

/** @see RFC 9110 §10.2.3: seconds, or a date. */
function readRetryAfter(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}
