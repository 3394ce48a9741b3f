import { WrongAnswerError } from '../measure/contestant.ts';
import { createHttpClient, type Call } from '../measure/http-client.ts';

/** A server's answer, for a bare server to send again. */
export interface RecordedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Headers that Node's server writes by itself. */
const WRITTEN_BY_NODE: ReadonlySet<string> = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding']);

/**
 * Sends a request once and records the answer.
 *
 * @throws WrongAnswerError for another status than 200.
 */
export async function recordAnswer(call: Call): Promise<RecordedAnswer> {
  const client = createHttpClient(1);
  try {
    const answer = await client.send(call);
    if (answer.status !== 200) throw new WrongAnswerError(`${call.method} for the bare server`, answer);
    const headers = Object.entries(answer.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' && !WRITTEN_BY_NODE.has(name) ? [[name, value]] : [],
    );
    return { status: answer.status, headers: Object.fromEntries(headers), body: answer.body.toString('utf8') };
  } finally {
    client.close();
  }
}
