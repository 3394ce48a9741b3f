import { describe, expect, it } from 'vitest';
import { RecentCache } from '../src/recent-cache.ts';

const keysIn = (cache: RecentCache<string, number>): string[] => ['a', 'b', 'c', 'd'].filter((key) => cache.get(key));

describe('RecentCache', () => {
  it('keeps the half that was used last', () => {
    const cache = new RecentCache<string, number>(4);
    for (const key of ['a', 'b', 'c']) cache.set(key, 1);
    cache.get('a');
    cache.set('d', 1);
    expect(keysIn(cache)).toEqual(['a', 'c', 'd']);
  });

  it('counts a new value of a known key as one', () => {
    const cache = new RecentCache<string, number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.set('a', 3);
    expect([keysIn(cache), cache.get('a')]).toEqual([['a', 'b'], 3]);
  });

  it('forgets one when told to', () => {
    const cache = new RecentCache<string, number>(2);
    cache.set('a', 1);
    cache.delete('a');
    expect(cache.get('a')).toBeUndefined();
  });

  it('holds what weighs no more than its capacity together, and nothing that never has room', () => {
    const cache = new RecentCache<string, number>(8);
    cache.set('a', 1, 4);
    cache.set('b', 1, 3);
    cache.set('c', 1, 1);
    cache.set('d', 1, 5);
    expect([cache.get('c'), cache.get('b'), cache.get('d'), cache.get('a')]).toEqual([1, 1, undefined, 1]);
    cache.set('c', 1, 4);
    expect(keysIn(cache)).toEqual(['a', 'c']);
  });

  it('never has more than its capacity', () => {
    const cache = new RecentCache<string, number>(2);
    for (const key of ['a', 'b', 'c', 'd']) cache.set(key, 1);
    expect(keysIn(cache)).toEqual(['c', 'd']);
  });
});
