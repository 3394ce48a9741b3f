import type { ServerProcess } from '../processes/server-process.ts';
import type { HttpClient } from './http-client.ts';

/** Something that is measured in every round, in turn with all the others. */
export interface Contestant {
  /** Unique, such as `token`. */
  readonly name: string;
  /** What the table calls it. */
  readonly title: string;
  /** Keep-alive connections, each with one request at a time. */
  readonly connections: number;
  /** The processes whose CPU time is counted. */
  readonly servers: readonly ServerProcess[];
  /** Name of the contestant that it is compared with, round by round. */
  readonly comparedWith?: string;
  /**
   * Does the measured thing once and checks what came.
   *
   * @param turn - Counts from 0, through all rounds.
   * @returns How long it took, in milliseconds.
   * @throws WrongAnswerError
   */
  readonly act: (client: HttpClient, turn: number) => Promise<number>;
}

/** A server answered something else than it should: such a measurement means nothing. */
export class WrongAnswerError extends Error {
  constructor(what: string, answer: { readonly status: number; readonly body: Buffer }, cause?: unknown) {
    super(`${what}: a wrong answer, ${answer.status} ${answer.body.toString('utf8').slice(0, 300)}`, { cause });
    this.name = 'WrongAnswerError';
  }
}
