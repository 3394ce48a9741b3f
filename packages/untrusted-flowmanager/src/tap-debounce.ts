/** How long after a tap another one of the same GPII token is taken for the same tap (GPII-FORMATS §3b). */
const TAP_DEBOUNCE_MS = 1_500;

/**
 * Tells taps from their echoes: a card on a reader is often read several times.
 *
 * @param monotonicMs - A clock that never jumps.
 * @returns A function that says whether a tap of this GPII token counts. One that does not count does not prolong the wait.
 */
export function createTapDebounce(monotonicMs: () => number): (gpiiToken: string) => boolean {
  const tappedAtMs = new Map<string, number>();
  return (gpiiToken) => {
    const nowMs = monotonicMs();
    for (const [token, atMs] of tappedAtMs) {
      if (nowMs - atMs >= TAP_DEBOUNCE_MS) tappedAtMs.delete(token);
    }
    if (tappedAtMs.has(gpiiToken)) return false;
    tappedAtMs.set(gpiiToken, nowMs);
    return true;
  };
}
