/** How often this process looks at the clock, and how much may pass between two looks before the rest counts as standing still. */
const LOOK_MS = 5;
const MOST_BETWEEN_LOOKS_MS = 30;

let counted = 0;
let lookedAt = performance.now();

function look(): void {
  const now = performance.now();
  counted += Math.min(now - lookedAt, MOST_BETWEEN_LOOKS_MS);
  lookedAt = now;
}

setInterval(look, LOOK_MS).unref();

/**
 * Milliseconds of a clock that stands still while this process does. A test that says "within 2 s" means a machine that runs: one whose
 * host takes it away for a second makes every server late, and this clock with them.
 */
export function runningMs(): number {
  look();
  return counted;
}
