import { Refusal, renderLocalError } from '@gpii/service-kit/cli';
import { DataSourceError, type DataSourceKey } from '../data-source.ts';
import { isQuestion, type AnswerMessage, type ProcessChannel, type QuestionMessage } from './messages.ts';

/** A question to whoever serves a channel. */
export interface ChannelQuestion {
  readonly act: 'get' | 'set';
  readonly key: DataSourceKey;
  /** Of a set. */
  readonly value?: unknown;
}

/**
 * What answers, by path. Gives a JSON value, or undefined for nothing. Throws a `Refusal` or a DataSourceError `refused` to
 * refuse; anything else is a mistake, which the other process is told without its words.
 */
export type ChannelAnswers = Readonly<Record<string, (question: ChannelQuestion) => unknown>>;

/** A channel that is served. */
export interface ServedChannel {
  /** Takes no more questions; those that are being answered get `deadlineMs`. */
  stop(deadlineMs: number): Promise<void>;
}

/**
 * Answers what the process at the other end of a channel asks by a `gpii.dataSource.child`.
 *
 * @param channel - `process`, to answer the parent; or a child that was forked, or spawned with `ipc`.
 * @param onMistake - Is told of what an answer threw by mistake.
 */
export function serveChannel(
  channel: ProcessChannel,
  answers: ChannelAnswers,
  onMistake: (error: unknown) => void = () => undefined,
): ServedChannel {
  const running = new Set<Promise<void>>();
  const listen = (message: unknown): void => {
    if (!isQuestion(message)) return;
    const answered = answerQuestion(answers, message, onMistake).then((answer) => {
      running.delete(answered);
      // The other process may have gone; then nobody waits.
      if (channel.connected) (channel.send as Send).call(channel, answer, () => undefined);
    });
    running.add(answered);
  };
  channel.on('message', listen);
  return {
    stop: async (deadlineMs) => {
      channel.off('message', listen);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => (timer = setTimeout(resolve, deadlineMs)));
      await Promise.race([Promise.all(running), late]);
      clearTimeout(timer);
    },
  };
}

type Send = (message: object, callback: () => void) => boolean;

async function answerQuestion(
  answers: ChannelAnswers,
  { id, path, act, key, text }: QuestionMessage,
  onMistake: (error: unknown) => void,
): Promise<AnswerMessage> {
  try {
    const answer = Object.hasOwn(answers, path) ? answers[path] : undefined;
    if (answer === undefined) throw new DataSourceError('refused', 'Nobody knows this path', { status: 404 });
    const question = text === undefined ? { act, key } : { act, key, value: JSON.parse(text) as unknown };
    return { gpii: 'answer', id, status: 200, text: toText(await answer(question)) };
  } catch (error) {
    if (!isRefusal(error)) onMistake(error);
    return { gpii: 'answer', id, ...describeRefusal(error) };
  }
}

function isRefusal(error: unknown): error is Refusal | DataSourceError {
  return error instanceof Refusal || (error instanceof DataSourceError && error.kind === 'refused');
}

function describeRefusal(error: unknown): Pick<AnswerMessage, 'status' | 'text' | 'retryAfterSeconds'> {
  if (!isRefusal(error)) return { status: 500, text: JSON.stringify({ error: 'server_error' }) };
  const { status = 500, retryAfterSeconds } = error;
  const text = toText(error instanceof Refusal ? renderLocalError(error) : error.body);
  return { status, text, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
}

/** JSON has no undefined: that is an empty answer. */
function toText(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value);
}
