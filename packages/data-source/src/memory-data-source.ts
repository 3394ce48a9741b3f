import { DataSourceError, type DataSource, type DataSourceKey } from './data-source.ts';
import { DEADLINE_MS, LIMIT_BYTES } from './limits.ts';
import { parseAnswer } from './parse-answer.ts';
import { withDeadline } from './with-deadline.ts';

/** What a function behind a memory data source is asked. */
export interface MemoryRequest {
  readonly act: 'get' | 'set';
  readonly key: DataSourceKey;
  /** Of a set. */
  readonly value?: unknown;
  /** Aborted when nobody waits for the answer any longer. */
  readonly signal: AbortSignal;
}

/** What a memory data source answers. */
export interface MemoryDataSourceOptions {
  /**
   * Answers by key, written as a query with its members sorted by name: `device=linux&gpiiToken=alice`. A key that is
   * not here is refused with 404; a set adds to them.
   */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
  /** The members of a key that count for `values`. Default: all but `requestId`, which is for logs. */
  readonly keyMembers?: readonly string[] | undefined;
  /** Answers in place of `values`. May throw a DataSourceError; anything else that it throws is `unreachable`. */
  readonly answer?: ((request: MemoryRequest) => unknown) | undefined;
  /** For the whole call. Default 5000. */
  readonly deadlineMs?: number | undefined;
  /** Largest answer, as JSON. Default 4 MiB. */
  readonly limitBytes?: number | undefined;
}

/** A data source without another process: for tests, demonstrations and what a platform knows by itself. */
export function createMemoryDataSource(options: MemoryDataSourceOptions): DataSource {
  const { deadlineMs = DEADLINE_MS, limitBytes = LIMIT_BYTES } = options;
  const answer = options.answer ?? answerFromValues(options);
  const ask = (request: Omit<MemoryRequest, 'signal'>): Promise<string | undefined> =>
    withDeadline(deadlineMs, async (signal) => toText(await runAnswer(answer, { ...request, signal }), limitBytes));
  return {
    get: async (key) => parseText((await ask({ act: 'get', key: { ...key } })) ?? ''),
    set: async (key, value) => {
      const copy = copyOf(value);
      const text = await ask({ act: 'set', key: { ...key }, value: copy });
      return text === undefined ? undefined : parseText(text);
    },
  };
}

/** As a peer's answer would come: a copy, and nothing that JSON does not have. */
function toText(value: unknown, limitBytes: number): string | undefined {
  const text = JSON.stringify(value) as string | undefined;
  if (text !== undefined && Buffer.byteLength(text) > limitBytes) {
    throw new DataSourceError('too_large', `The answer is larger than ${limitBytes} bytes`);
  }
  return text;
}

function parseText(text: string): unknown {
  return parseAnswer(Buffer.from(text));
}

async function runAnswer(answer: (request: MemoryRequest) => unknown, request: MemoryRequest): Promise<unknown> {
  try {
    return await answer(request);
  } catch (error) {
    if (error instanceof DataSourceError) throw error;
    throw new DataSourceError('unreachable', 'What answers in memory has failed', { cause: error });
  }
}

function answerFromValues({ values, keyMembers }: MemoryDataSourceOptions): (request: MemoryRequest) => unknown {
  const held = new Map(Object.entries(values ?? {}));
  return ({ act, key, value }) => {
    const name = nameOf(key, keyMembers);
    if (act === 'set') {
      held.set(name, value);
      return undefined;
    }
    if (!held.has(name)) throw new DataSourceError('refused', 'There is no value for this key', { status: 404 });
    return held.get(name);
  };
}

function nameOf(key: DataSourceKey, keyMembers: readonly string[] | undefined): string {
  const members = Object.entries(key).filter(([name]) => keyMembers?.includes(name) ?? name !== 'requestId');
  return new URLSearchParams(members.sort(([a], [b]) => (a < b ? -1 : 1))).toString();
}

function copyOf(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new TypeError('Only a JSON value can be set');
  return JSON.parse(text) as unknown;
}
