import { describe, expect, it } from 'vitest';
import { LruCache } from '../src/lru-cache.ts';

const keysIn = (cache: LruCache<string, number>): string[] => ['a', 'b', 'c', 'd'].filter((key) => cache.get(key));

describe('LruCache', () => {
  it('forgets what was used longest ago', () => {
    const cache = new LruCache<string, number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.get('a');
    cache.set('c', 3);
    expect(keysIn(cache)).toEqual(['a', 'c']);
  });

  it('counts a new value of a known key as one', () => {
    const cache = new LruCache<string, number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.set('a', 3);
    expect([keysIn(cache), cache.get('a')]).toEqual([['a', 'b'], 3]);
  });

  it('forgets one when told to', () => {
    const cache = new LruCache<string, number>(2);
    cache.set('a', 1);
    cache.delete('a');
    expect(cache.get('a')).toBeUndefined();
  });

  it('never has more than its capacity', () => {
    const cache = new LruCache<string, number>(2);
    for (const key of ['a', 'b', 'c', 'd']) cache.set(key, 1);
    expect(keysIn(cache)).toEqual(['c', 'd']);
  });
});
