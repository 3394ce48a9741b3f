import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { DataSourceError, type DataSource, type Slots } from '@gpii/data-source';
import { tokenAnswerSchema, type AccessTokenAnswer } from '@gpii/protocol';
import type { Credential } from '@gpii/service-kit/cli';
import type { KeyIn } from '../request-access-token.ts';
import { isWorthARetry } from './explain-cloud-failure.ts';

/** What a question to the cloud is asked with. */
export interface AskOptions {
  readonly tokenSource: DataSource;
  /** Of questions to the cloud at the same time; the others wait here. */
  readonly slots: Slots;
  /** For all of it: waiting for a connection, both tries, the pause between them. */
  readonly answerWithinMs: number;
  /** From 0 to 1. */
  readonly random: () => number;
}

const LEAST_PAUSE_MS = 100;
const MOST_PAUSE_MS = 400;

/**
 * Asks the cloud for an access token; once more after a short random pause, when it could not be reached.
 *
 * @param needReason - Is called right before each question, and throws what there is to say where none is wanted any more.
 * @throws DataSourceError
 */
export async function askCloud(
  { gpiiToken, requestId }: KeyIn,
  { clientId, clientSecret }: Credential,
  { tokenSource, slots, answerWithinMs, random }: AskOptions,
  needReason: () => void,
): Promise<AccessTokenAnswer> {
  const key = { gpiiToken, clientId, clientSecret, requestId };
  const pauseMs = LEAST_PAUSE_MS + random() * (MOST_PAUSE_MS - LEAST_PAUSE_MS);
  const answer = await within(answerWithinMs, async (signal) => {
    const ask = (): Promise<unknown> =>
      slots.hold(signal, async () => {
        // Who was here before says first what came of it.
        await nextTurn();
        needReason();
        return tokenSource.get(key);
      });
    try {
      return await ask();
    } catch (error) {
      if (!isWorthARetry(error)) throw error;
      await wait(pauseMs);
      return await ask();
    }
  });
  const { data } = tokenAnswerSchema.safeParse(answer);
  if (data === undefined) throw new DataSourceError('malformed', 'The answer has no access token');
  return { access_token: data.access_token, expires_in: data.expires_in };
}

async function within<T>(deadlineMs: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const controller = new AbortController();
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const tooLate = new DataSourceError('timeout', `The cloud gave no answer within ${deadlineMs} ms`);
      reject(tooLate);
      controller.abort(tooLate);
    }, deadlineMs);
  });
  try {
    return await Promise.race([run(controller.signal), expiry]);
  } finally {
    clearTimeout(timer);
  }
}
