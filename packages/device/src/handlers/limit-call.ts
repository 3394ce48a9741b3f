import { HandlerError } from './settings-handler.ts';

/** How long handlers may take. */
export interface Deadline {
  /** Of one call. */
  readonly ms: number;
  /** Is told which call ended after it was given up. */
  readonly tellLate?: (call: string) => void;
  /** Is told which of them could not be put back: the computer is not as it was. */
  readonly tellLeft?: (call: string, error: unknown) => void;
}

/** One call of a handler. */
export interface Call<T> {
  /** Of the handler or action. */
  readonly type: string;
  /** What a handler is asked for. */
  readonly act?: string;
  readonly make: () => T | Promise<T>;
  /** Done when it ends after it was given up. */
  readonly whenLate?: () => Promise<unknown>;
}

/** Makes a call that is given up when it takes too long. @throws DeadlineError */
export type Limit = <T>(call: Call<T>) => Promise<T>;

/** A handler that did not answer in time. */
export class DeadlineError extends HandlerError {
  override readonly name = 'DeadlineError';
  /** Of the handler or action. */
  readonly type: string;

  constructor(message: string, type: string) {
    super(message);
    this.type = type;
  }
}

/** @throws DeadlineError */
export async function limitCall<T>(
  { type, act, make, whenLate }: Call<T>,
  { ms, tellLate, tellLeft }: Deadline,
): Promise<T> {
  const name = act === undefined ? type : `${type} (${act})`;
  let isGivenUp = false;
  let timer: NodeJS.Timeout | undefined;
  const answer = Promise.resolve().then(make);
  const late = async () => {
    if (!isGivenUp) return;
    tellLate?.(name);
    await whenLate?.();
  };
  // Nobody waits for what is too late, however it ended.
  answer.then(late, late).catch((error: unknown) => tellLeft?.(name, error));
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      isGivenUp = true;
      reject(new DeadlineError(`${name} did not answer within ${ms / 1000} s.`, type));
    }, ms);
  });
  try {
    return await Promise.race([answer, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
