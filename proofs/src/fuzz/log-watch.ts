/** What a server's log shows of its mistakes. */
export interface LogWatch {
  /** To be given each line. */
  readonly onLine: (line: string) => void;
  /** Requests that it answered with 500 or more. */
  readonly failures: readonly string[];
  /** Lines of level error or worse. */
  readonly errors: readonly string[];
  /** Lines that are no JSON. */
  readonly strange: readonly string[];
  readonly requests: () => number;
}

const ERROR_LEVELS: readonly unknown[] = ['error', 'fatal'];

/** Watches the log of a server: what was answered stands there, also where nobody was left to read the answer. */
export function watchLog(): LogWatch {
  const failures: string[] = [];
  const errors: string[] = [];
  const strange: string[] = [];
  let requests = 0;
  return {
    failures,
    errors,
    strange,
    requests: () => requests,
    onLine: (line) => {
      let entry: { readonly level?: unknown; readonly status?: unknown; readonly msg?: unknown };
      try {
        entry = JSON.parse(line) as typeof entry;
      } catch {
        strange.push(line);
        return;
      }
      if (entry.msg === 'request') requests += 1;
      if (typeof entry.status === 'number' && entry.status >= 500) failures.push(line);
      if (ERROR_LEVELS.includes(entry.level)) errors.push(line);
    },
  };
}
