/** Signals this close together are one: a terminal and npm both pass on a Ctrl-C. */
const SAME_KEY_PRESS_MS = 500;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The trial was asked to stop, by Ctrl-C or a signal. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** Where signals come from: the process, or what stands for it in a test. */
export interface SignalSource {
  on(name: string, listener: () => void): unknown;
  removeListener(name: string, listener: () => void): unknown;
}

/** What the trial needs to know about signals. */
export interface SignalWatch {
  /** Aborted, with an `InterruptedError`, by the first one. */
  readonly signal: AbortSignal;
  /** Leaves signals to Node again. */
  close(): void;
}

/**
 * Watches for signals that end a program.
 *
 * @param onSecond - Called for somebody who does not want to wait for the first to have its effect.
 */
export function watchSignals(source: SignalSource, onSecond: () => void, now: () => number = Date.now): SignalWatch {
  const controller = new AbortController();
  let firstAt: number | undefined;
  const listener = (): void => {
    if (firstAt === undefined) {
      firstAt = now();
      controller.abort(new InterruptedError('Stopped on request.'));
    } else if (now() - firstAt > SAME_KEY_PRESS_MS) onSecond();
  };
  for (const name of SIGNALS) source.on(name, listener);
  return {
    signal: controller.signal,
    close: () => {
      for (const name of SIGNALS) source.removeListener(name, listener);
    },
  };
}
