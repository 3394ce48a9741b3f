import { describe, expect, it } from 'vitest';
import { createRandom } from '../src/measure/random.ts';

describe('createRandom', () => {
  it('takes the same chances for the same seed, and others for another', () => {
    const take = (seed: number): number[] => {
      const random = createRandom(seed);
      return Array.from({ length: 20 }, () => random.integer(0, 1_000_000));
    };
    expect(take(7)).toEqual(take(7));
    expect(take(7)).not.toEqual(take(8));
  });

  it('reaches both ends of a range and nothing beyond', () => {
    const random = createRandom(1);
    const seen = new Set(Array.from({ length: 500 }, () => random.integer(3, 6)));
    expect([...seen].sort()).toEqual([3, 4, 5, 6]);
  });

  it('is even enough', () => {
    const random = createRandom(2);
    const sum = Array.from({ length: 10_000 }, () => random.next()).reduce((all, one) => all + one, 0);
    expect(sum / 10_000).toBeCloseTo(0.5, 1);
  });

  it('has nothing to pick from an empty list', () => {
    expect(() => createRandom(1).pick([])).toThrow(RangeError);
  });
});
