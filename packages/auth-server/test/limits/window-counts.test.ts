import { describe, expect, it } from 'vitest';
import { createWindowCounts } from '../../src/limits/window-counts.ts';

function startCounts(capacity = 100): { clock: { nowMs: number }; counts: ReturnType<typeof createWindowCounts> } {
  const clock = { nowMs: 0 };
  return { clock, counts: createWindowCounts({ windowMs: 60_000, capacity, monotonicMs: () => clock.nowMs }) };
}

describe('counts by key', () => {
  it('go up within a window, each key for itself', () => {
    const { counts } = startCounts();
    expect([counts.add('a').count, counts.add('b').count, counts.add('a').count]).toEqual([1, 1, 2]);
    expect([counts.find('a')?.count, counts.find('c')]).toEqual([2, undefined]);
  });

  it('begin anew when the window has ended', () => {
    const { clock, counts } = startCounts();
    counts.add('a');
    clock.nowMs = 59_999;
    expect(counts.add('a').count).toBe(2);
    clock.nowMs = 60_000;
    expect(counts.find('a')).toBeUndefined();
    expect(counts.add('a')).toMatchObject({ count: 1, endsAtMs: 120_000 });
  });

  it('forget those that were not counted for longest when there are too many keys', () => {
    const { counts } = startCounts(4);
    for (const key of ['a', 'b', 'c', 'a', 'd', 'e']) counts.add(key);
    expect(['b', 'd', 'e', 'a'].map((key) => counts.find(key)?.count)).toEqual([undefined, 1, 1, 2]);
  });
});
