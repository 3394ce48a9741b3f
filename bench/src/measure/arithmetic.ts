/** Ticks of /proc/PID/stat in a second: USER_HZ, which is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** The middle value, of an even number the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = sortNumbers(values);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (lower + upper) / 2;
}

/**
 * The least value that is not exceeded by `share` of all (nearest rank); NaN of none.
 *
 * @param share - Above 0, at most 1: 0.99 for p99.
 */
export function percentile(values: readonly number[], share: number): number {
  return sortNumbers(values)[Math.ceil(values.length * share) - 1] ?? NaN;
}

/**
 * The median of the ratios of each round. What disturbs a round disturbs both sides of its ratio, so this is steadier
 * than the ratio of two medians.
 */
export function medianRatio(numerators: readonly number[], denominators: readonly number[]): number {
  if (numerators.length !== denominators.length) throw new RangeError('A ratio needs both sides of each round');
  return median(numerators.map((numerator, index) => numerator / (denominators[index] ?? NaN)));
}

/** CPU time of one request in microseconds, from the clock ticks of a round. */
export function ticksToMicros(ticks: number, requests: number): number {
  return ((ticks / TICKS_PER_SECOND) * 1_000_000) / requests;
}

function sortNumbers(values: readonly number[]): number[] {
  return [...values].sort((one, other) => one - other);
}
