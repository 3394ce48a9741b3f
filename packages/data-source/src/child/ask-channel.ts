import { DataSourceError } from '../data-source.ts';
import { isAnswer, type AnswerMessage, type ProcessChannel, type QuestionMessage } from './messages.ts';

/** The asking end of a channel. */
export interface AskingEnd {
  /**
   * Sends a question, and waits for its answer.
   *
   * @param signal - Aborted when nobody waits any longer; an answer that comes later is dropped.
   * @throws DataSourceError `unreachable` when the other process ends before it has answered.
   */
  ask(question: Omit<QuestionMessage, 'gpii' | 'id'>, signal: AbortSignal): Promise<AnswerMessage>;
  readonly isOpen: () => boolean;
}

/** Takes the asking end of a channel. `peerName` is for messages. */
export function askOverChannel(channel: ProcessChannel, peerName: string): AskingEnd {
  const waiting = new Map<number, { resolve: (answer: AnswerMessage) => void; reject: (error: Error) => void }>();
  let isOpen = channel.connected;
  let lastId = 0;
  const close = (cause?: unknown): void => {
    isOpen = false;
    for (const { reject } of waiting.values()) reject(unreachable(peerName, cause));
    waiting.clear();
  };
  channel.on('message', (message: unknown) => {
    if (isAnswer(message)) waiting.get(message.id)?.resolve(message);
  });
  channel.once('disconnect', () => {
    close();
  });
  // A program that is not there says so here, and never disconnects.
  if ('killed' in channel) channel.on('error', close);
  return {
    isOpen: () => isOpen,
    ask: (question, signal) => {
      const id = (lastId += 1);
      const answered = new Promise<AnswerMessage>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        signal.addEventListener('abort', () => waiting.delete(id));
        const message: QuestionMessage = { gpii: 'question', id, ...question };
        if (!isOpen) reject(unreachable(peerName));
        // Declared apart for parent and child, and the same.
        else
          (channel.send as Send).call(channel, message, (error) => {
            if (error !== null) reject(unreachable(peerName, error));
          });
      });
      return answered.finally(() => waiting.delete(id));
    },
  };
}

type Send = (message: object, callback: (error: Error | null) => void) => boolean;

function unreachable(peerName: string, cause?: unknown): DataSourceError {
  return new DataSourceError('unreachable', `${peerName} cannot be reached`, { cause });
}
