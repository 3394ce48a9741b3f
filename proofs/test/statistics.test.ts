import { describe, expect, it } from 'vitest';
import { slope, welchT } from '../src/measure/statistics.ts';

describe('welchT', () => {
  it('is what a textbook gives', () => {
    // Means 3 and 6, variances 2.5 and 10, five values each: -3 / sqrt(0.5 + 2).
    expect(welchT([1, 2, 3, 4, 5], [2, 4, 6, 8, 10])).toBeCloseTo(-1.8974, 4);
  });

  it('is near zero for the same values, and far from it for others', () => {
    const values = Array.from({ length: 1000 }, (_, index) => index % 10);
    expect(welchT(values, [...values].reverse())).toBe(0);
    expect(
      Math.abs(
        welchT(
          values,
          values.map((value) => value + 1),
        ),
      ),
    ).toBeGreaterThan(4.5);
  });
});

describe('slope', () => {
  it('is the growth for each step', () => {
    expect(slope([0, 1, 2, 3].map((x) => ({ x, y: 2 * x + 5 })))).toBe(2);
    expect(slope([0, 1, 2].map((x) => ({ x, y: 4 })))).toBe(0);
  });
});
