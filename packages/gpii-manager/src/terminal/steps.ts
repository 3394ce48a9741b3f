/** Tells how a command gets on: one line a step, on stderr, so that stdout holds the result alone. */
export interface Steps {
  /** Something was done. */
  done(text: string): void;
  /** Something to read: what to do, what it means. */
  say(text: string): void;
  /**
   * How long is left of a wait: rewritten in place on a terminal, a line a minute elsewhere.
   */
  waiting(text: string, secondsLeft: number): void;
}

/** Steps on a stream. No colours and nothing that moves where it is no terminal, or where NO_COLOR says so. */
export function createSteps(stream: NodeJS.WriteStream = process.stderr, env = process.env): Steps {
  const isLive = stream.isTTY && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
  let isOnLine = false;
  const line = (text: string): void => {
    if (isOnLine) stream.write('\r\u001b[K');
    isOnLine = false;
    stream.write(`${text}\n`);
  };
  let lastMinute = -1;
  return {
    done: (text) => {
      line(`✓ ${text}`);
    },
    say: line,
    waiting: (text, secondsLeft) => {
      const left = `${Math.floor(secondsLeft / 60)}:${String(secondsLeft % 60).padStart(2, '0')}`;
      const words = `  ${text} (${left} left, Ctrl+C to stop)`;
      if (isLive) {
        stream.write(`\r\u001b[K${words}`);
        isOnLine = true;
      } else if (Math.ceil(secondsLeft / 60) !== lastMinute) {
        lastMinute = Math.ceil(secondsLeft / 60);
        line(words);
      }
    },
  };
}
