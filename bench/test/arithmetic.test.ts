import { describe, expect, it } from 'vitest';
import { median, medianRatio, percentile, ticksToMicros } from '../src/measure/arithmetic.ts';

describe('median', () => {
  it('takes the value in the middle, in whatever order they come', () => {
    expect(median([30, 4, 5])).toBe(5);
  });

  it('takes the mean of the two in the middle', () => {
    expect(median([10, 1, 2, 3])).toBe(2.5);
  });

  it('is not a number when there is nothing', () => {
    expect(median([])).toBeNaN();
  });

  it('leaves its list as it was', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('percentile', () => {
  const oneToHundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it('takes the nearest rank', () => {
    expect(percentile(oneToHundred, 0.5)).toBe(50);
    expect(percentile(oneToHundred, 0.99)).toBe(99);
    expect(percentile(oneToHundred, 1)).toBe(100);
  });

  it('takes the only value there is', () => {
    expect(percentile([7], 0.99)).toBe(7);
  });
});

describe('medianRatio', () => {
  it('compares round by round: a slow round on both sides changes nothing', () => {
    expect(medianRatio([10, 1, 10], [100, 10, 100])).toBe(0.1);
  });

  it('differs from the ratio of the medians', () => {
    expect(medianRatio([1, 2, 9], [10, 4, 9])).toBe(0.5);
  });

  it('refuses sides of different length', () => {
    expect(() => medianRatio([1, 2], [1])).toThrow(RangeError);
  });
});

describe('ticksToMicros', () => {
  it('spreads ticks of 10 ms over the requests', () => {
    expect(ticksToMicros(150, 10_000)).toBe(150);
  });
});
