/** Where the trial's words go. */
export interface Report {
  /** A step that is done, as a line with a tick. */
  done(text: string): void;
  /** Lines as they are. */
  say(...lines: string[]): void;
}

/** What a report needs of the terminal, or of whatever stands in its place. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** Makes a report: the tick is green on a terminal, unless NO_COLOR says otherwise (https://no-color.org). */
export function createReport(output: Output, noColor: string | undefined): Report {
  const hasColor = output.isTTY === true && (noColor === undefined || noColor === '');
  const tick = hasColor ? '\u001b[32m✓\u001b[39m' : '✓';
  return {
    done: (text) => output.write(`${tick} ${text}\n`),
    say: (...lines) => output.write(lines.map((line) => `${line}\n`).join('')),
  };
}
