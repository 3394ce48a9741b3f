import { randomUUID } from 'node:crypto';
import { serveChannel, type ChannelQuestion } from '@gpii/data-source';
import { accessTokenRequestSchema, REQUESTER_ROUTES } from '@gpii/protocol';
import { Refusal, type Logger, type RunningService } from '@gpii/service-kit';
import { StartError } from '@gpii/service-kit/cli';
import { describeStatus, type StatusParts } from '../describe-status.ts';
import { requestAccessToken, type RequestParts } from '../request-access-token.ts';

/**
 * Answers the parent process as the routes answer over HTTP: no address, so that nobody else can ask or be asked.
 *
 * @throws StartError (exit 78) when there is no channel to a parent.
 */
export function serveParent(parts: RequestParts & StatusParts, logger: Logger): RunningService {
  if (process.send === undefined) {
    throw new StartError('--parent-channel yes needs a parent process with an IPC channel, and there is none.');
  }
  const answers = {
    [REQUESTER_ROUTES.accessToken]: logged(logger, REQUESTER_ROUTES.accessToken, ({ key }, requestId) =>
      requestAccessToken({ gpiiToken: readGpiiToken(key), requestId }, parts),
    ),
    [REQUESTER_ROUTES.status]: logged(logger, REQUESTER_ROUTES.status, () => describeStatus(parts)),
  };
  const served = serveChannel(process, answers, (error) => {
    logger.error({ err: error }, 'request failed');
  });
  return { addresses: { url: 'ipc:parent' }, stop: (deadlineMs) => served.stop(deadlineMs) };
}

function readGpiiToken({ gpiiToken }: ChannelQuestion['key']): string {
  const { data } = accessTokenRequestSchema.safeParse({ gpiiToken });
  if (data !== undefined) return data.gpiiToken;
  const message = 'Expected the key {"gpiiToken": "…"}.';
  throw new Refusal({ status: 400, code: 'invalid_request', reason: 'parameter_malformed', message });
}

/** One line for each request, as every server has it. */
function logged(
  logger: Logger,
  route: string,
  answer: (question: ChannelQuestion, requestId: string) => Promise<unknown>,
): (question: ChannelQuestion) => Promise<unknown> {
  return async (question) => {
    const startedAt = performance.now();
    const given = question.key.requestId ?? '';
    const requestId = /^[\w-]{1,64}$/.test(given) ? given : randomUUID();
    const log = (status: number, more: object = {}): void => {
      const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
      logger.info({ requestId, method: question.act, route, status, durationMs, ...more }, 'request');
    };
    try {
      const value = await answer(question, requestId);
      log(200);
      return value;
    } catch (error) {
      if (error instanceof Refusal) log(error.status, { reason: error.reason });
      else log(500, { reason: 'internal_error' });
      throw error;
    }
  };
}
