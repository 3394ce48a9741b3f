import { StartError } from '@gpii/service-kit/cli';
import { DataSourceError, type DataSource, type DataSourceKey } from '../data-source.ts';
import { DEADLINE_MS, LIMIT_BYTES } from '../limits.ts';
import { parseAnswer, parseRefusalBody } from '../parse-answer.ts';
import { withDeadline } from '../with-deadline.ts';
import { askOverChannel, type AskingEnd } from './ask-channel.ts';
import type { AnswerMessage, QuestionMessage } from './messages.ts';
import { openChild } from './open-child.ts';

/** Who is asked, and for what. Plain JSON, so that a Kettle config can give it. */
export interface ChildDataSourceOptions {
  /**
   * Program and arguments of the child process that is asked: started at the first question, and again at the first after its
   * end. No shell; `node` is the Node that runs this process. Left out: the parent process is asked.
   */
  readonly command?: readonly string[] | undefined;
  /** What is asked: a name that the other process knows. Members of the key do not go in here, they go along. Default `/`. */
  readonly path?: string | undefined;
  /** For the whole call, a start of the child included. Default 5000. */
  readonly deadlineMs?: number | undefined;
  /** Largest answer. Default 4 MiB. */
  readonly limitBytes?: number | undefined;
}

/** A data source with a process of its own. */
export interface ChildDataSource extends DataSource {
  /** Ends the child process. It ends with ours anyway, so that only tests need this. */
  close(): void;
}

/**
 * Reaches a parent or child process over the channel that Node gives both: no address, so that nobody else can be there first.
 * The other process answers by `serveChannel`.
 *
 * @throws StartError (exit 78) when the options cannot be right.
 */
export function createChildDataSource(options: ChildDataSourceOptions): ChildDataSource {
  const { command, path = '/', deadlineMs = DEADLINE_MS, limitBytes = LIMIT_BYTES } = options;
  checkCommand(command);
  const child = command === undefined ? undefined : openChild(command);
  const ask = (question: Omit<QuestionMessage, 'gpii' | 'id' | 'path'>): Promise<AnswerMessage> =>
    withDeadline(deadlineMs, async (signal) => {
      const end = child?.end() ?? parentEnd();
      return readAnswer(await end.ask({ path, ...question }, signal), limitBytes);
    });
  return {
    get: async (key) => parseText((await ask({ act: 'get', key: textsOf(key) })).text),
    set: async (key, value) => {
      const { text } = await ask({ act: 'set', key: textsOf(key), text: toText(value) });
      return text === '' ? undefined : parseText(text);
    },
    close: () => {
      child?.close();
    },
  };
}

let parent: AskingEnd | undefined;

function parentEnd(): AskingEnd {
  parent ??= askOverChannel(process, 'The parent process');
  return parent;
}

function checkCommand(command: unknown): void {
  const isCommand = Array.isArray(command) && command.length > 0 && command.every((word) => typeof word === 'string');
  if (command === undefined || isCommand) return;
  throw new StartError('A gpii.dataSource.child has an option that cannot be right:', {
    problems: ['command: expected a list of texts, the program and its arguments'],
  });
}

function readAnswer(answer: AnswerMessage, limitBytes: number): AnswerMessage {
  const { status, text, retryAfterSeconds } = answer;
  if (Buffer.byteLength(text) > limitBytes) {
    throw new DataSourceError('too_large', `The other process answered more than ${limitBytes} bytes`);
  }
  if (status >= 200 && status < 300) return answer;
  const body = parseRefusalBody(Buffer.from(text));
  throw new DataSourceError('refused', `The other process answered ${status}`, { status, body, retryAfterSeconds });
}

function parseText(text: string): unknown {
  return parseAnswer(Buffer.from(text));
}

/** As JSON carries them: a member that is no text is a mistake of the caller. */
function textsOf(key: DataSourceKey): DataSourceKey {
  for (const [name, member] of Object.entries(key)) {
    if (typeof member !== 'string') throw new TypeError(`The member "${name}" of the key is no text`);
  }
  return { ...key };
}

function toText(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new TypeError('Only a JSON value can be set');
  return text;
}
