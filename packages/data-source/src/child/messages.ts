import type { ChildProcess } from 'node:child_process';
import type { DataSourceKey } from '../data-source.ts';

/** One end of the channel between a parent process and its child: the child as its parent has it, or `process` in the child. */
export type ProcessChannel = ChildProcess | NodeJS.Process;

/** A question as it goes over a channel. Messages without `gpii` are left to others. */
export interface QuestionMessage {
  readonly gpii: 'question';
  /** The asking side's number. */
  readonly id: number;
  /** What is asked, as HTTP has it: `/access-token`. */
  readonly path: string;
  readonly act: 'get' | 'set';
  readonly key: DataSourceKey;
  /** Of a set: JSON text. */
  readonly text?: string;
}

/** Its answer. */
export interface AnswerMessage {
  readonly gpii: 'answer';
  readonly id: number;
  /** As HTTP has it: 200, else a refusal. */
  readonly status: number;
  /** JSON; empty for nothing. It goes as text, so that its size can be told before it is read. */
  readonly text: string;
  readonly retryAfterSeconds?: number;
}

/** Whether a message is a question that can be answered. */
export function isQuestion(message: unknown): message is QuestionMessage {
  const { gpii, id, path, act, key, text } = membersOf(message);
  const isAct = act === 'get' || (act === 'set' && typeof text === 'string');
  const isKey = Object.values(membersOf(key)).every((member) => typeof member === 'string');
  return gpii === 'question' && typeof id === 'number' && typeof path === 'string' && isAct && isKey;
}

/** Whether a message is an answer that can be read. */
export function isAnswer(message: unknown): message is AnswerMessage {
  const { gpii, id, status, text, retryAfterSeconds } = membersOf(message);
  const isWait = retryAfterSeconds === undefined || typeof retryAfterSeconds === 'number';
  return (
    gpii === 'answer' && typeof id === 'number' && typeof status === 'number' && typeof text === 'string' && isWait
  );
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
