import { runningMs } from './running-clock.ts';

/**
 * Waits until something holds, by asking again and again.
 *
 * @param what - Ends the sentence "Waited 10000 ms in vain until …".
 * @param ask - Gives what was waited for, or undefined (or false) while it does not hold.
 */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  deadlineMs = 10_000,
): Promise<T> {
  const endsAt = runningMs() + deadlineMs;
  for (;;) {
    const found = await ask();
    if (found !== undefined && found !== false) return found;
    if (runningMs() > endsAt) throw new Error(`Waited ${deadlineMs} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Waits for a promise, but not for ever. */
export async function within<T>(what: string, promise: Promise<T>, deadlineMs = 10_000): Promise<T> {
  const endsAt = runningMs() + deadlineMs;
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setInterval(() => {
      if (runningMs() > endsAt) reject(new Error(`Waited ${deadlineMs} ms in vain for ${what}`));
    }, 20);
  });
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearInterval(timer);
  }
}
