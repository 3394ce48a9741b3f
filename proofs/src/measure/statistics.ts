/**
 * Welch's t of two samples: how many standard errors their means are apart. NaN with less than two values on a side.
 *
 * @see Welch, "The generalization of Student's problem when several different population variances are involved", 1947
 */
export function welchT(left: readonly number[], right: readonly number[]): number {
  const [a, b] = [describe(left), describe(right)];
  return (a.mean - b.mean) / Math.sqrt(a.variance / left.length + b.variance / right.length);
}

/** How much `y` grows when `x` grows by one: the line of least squares. NaN with less than two points. */
export function slope(points: readonly { readonly x: number; readonly y: number }[]): number {
  const meanX = mean(points.map(({ x }) => x));
  const meanY = mean(points.map(({ y }) => y));
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  return points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
}

function describe(values: readonly number[]): { mean: number; variance: number } {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return { mean: middle, variance: squares / (values.length - 1) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
