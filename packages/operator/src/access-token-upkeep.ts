/** How access tokens are laid down and thrown away, so that the disk holds little more than the living ones. */
export interface AccessTokenUpkeep {
  /** The span of expiry times that one bucket holds. */
  readonly bucketWidthSeconds: number;
  /** How often buckets in which all has expired are destroyed. */
  readonly sweepIntervalMs: number;
}

const SHORTEST_WIDTH_SECONDS = 10;
const SHORTEST_INTERVAL_MS = 2000;
const LONGEST_INTERVAL_MS = 10 * 60 * 1000;

/**
 * The upkeep for access tokens of this lifetime: buckets half as wide, looked at six times in a lifetime. So at most the
 * tokens of one lifetime and two thirds are on the disk, in four buckets (docs/decisions/0020).
 */
export function planUpkeep(lifetimeSeconds: number): AccessTokenUpkeep {
  const intervalMs = (lifetimeSeconds * 1000) / 6;
  return {
    bucketWidthSeconds: Math.max(SHORTEST_WIDTH_SECONDS, Math.ceil(lifetimeSeconds / 2)),
    sweepIntervalMs: Math.min(LONGEST_INTERVAL_MS, Math.max(SHORTEST_INTERVAL_MS, intervalMs)),
  };
}
