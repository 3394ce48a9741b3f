/** How often something is done, and for how long. */
export interface PacePlan {
  readonly perSecond: number;
  readonly seconds: number;
  /** Never more than so many at the same time: what is due beyond waits. */
  readonly atMost: number;
  readonly signal: AbortSignal;
}

const TICK_MS = 5;

/**
 * Does something at an even pace, whether the last one is done or not. Settles when all are.
 *
 * @param act - Gets numbers counted from 0. The first that rejects ends it.
 * @returns How many were done in how many seconds.
 */
export async function pace(
  { perSecond, seconds, atMost, signal }: PacePlan,
  act: (turn: number) => Promise<void>,
): Promise<{ done: number; seconds: number }> {
  const startedAt = performance.now();
  const running = new Set<Promise<void>>();
  const state: { begun: number; failure?: unknown } = { begun: 0 };
  const begin = (): void => {
    const one: Promise<void> = act(state.begun++).then(
      () => void running.delete(one),
      (error: unknown) => {
        running.delete(one);
        state.failure ??= error;
      },
    );
    running.add(one);
  };
  const all = Math.floor(perSecond * seconds);
  while (state.begun < all && state.failure === undefined) {
    signal.throwIfAborted();
    const due = Math.min(all, Math.floor(((performance.now() - startedAt) / 1000) * perSecond));
    while (state.begun < due && running.size < atMost) begin();
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await Promise.all(running);
  if (state.failure !== undefined) throw state.failure as Error;
  return { done: state.begun, seconds: (performance.now() - startedAt) / 1000 };
}
