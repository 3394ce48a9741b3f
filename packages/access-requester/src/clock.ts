/** Time, as an argument: tests bring their own. */
export interface Clock {
  /** What the wall clock says; may jump and may be wrong. For people only. */
  now(): Date;
  /** Milliseconds that only ever grow, at the pace of real time. For all reckoning. */
  monotonicMs(): number;
}

/** The clocks of this computer. */
export const systemClock: Clock = { now: () => new Date(), monotonicMs: () => performance.now() };
