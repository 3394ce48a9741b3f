import { until } from './until.ts';

/** A line of a server's log. */
export type LogLine = Readonly<Record<string, unknown>>;

/** Everything that a process writes to stdout, as text and, of a server, as JSON lines. */
export interface ServerLog {
  add(chunk: string): void;
  text(): string;
  lines(): readonly LogLine[];
  /** Whole lines that are not JSON. */
  notJson(): readonly string[];
  /** How many lines there are now: what a test does next comes after them. */
  mark(): number;
  /** The line about a request, once it is there. */
  ofRequest(requestId: string): Promise<LogLine>;
  /** The first line after `mark` with this reason, once it is there. */
  withReason(mark: number, reason: string): Promise<LogLine>;
}

/** Begins with nothing. */
export function createServerLog(name: string): ServerLog {
  const lines: LogLine[] = [];
  const notJson: string[] = [];
  let text = '';
  let rest = '';
  const find = async (what: string, from: number, fits: (line: LogLine) => boolean): Promise<LogLine> => {
    try {
      return await until(what, () => lines.slice(from).find(fits), 5_000);
    } catch (error) {
      const tail = lines.slice(from).map((line) => JSON.stringify(line));
      throw new Error([(error as Error).message, `Log of ${name} since then:`, ...tail.slice(-20)].join('\n'), {
        cause: error,
      });
    }
  };
  return {
    add: (chunk) => {
      text += chunk;
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const line = parse(part);
        if (line === undefined) notJson.push(part);
        else lines.push(line);
      }
    },
    text: () => text,
    lines: () => lines,
    notJson: () => (rest === '' ? notJson : [...notJson, rest]),
    mark: () => lines.length,
    ofRequest: (requestId) =>
      find(`${name} logs the request`, 0, (line) => line.msg === 'request' && line.requestId === requestId),
    withReason: (mark, reason) => find(`${name} logs the reason ${reason}`, mark, (line) => line.reason === reason),
  };
}

function parse(text: string): LogLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as LogLine) : undefined;
  } catch {
    return undefined;
  }
}
