import { describe, expect, it } from 'vitest';
import { ReadCache } from '../src/read-cache.ts';

describe('what was read', () => {
  it('is read once, by many at once too, until it changes', async () => {
    let reads = 0;
    const cache = new ReadCache(10, () => Promise.resolve({ read: (reads += 1) }));
    expect(await Promise.all([cache.get('a'), cache.get('a')])).toEqual([{ read: 1 }, { read: 1 }]);
    expect(await cache.get('a')).toEqual({ read: 1 });
    cache.forget('a');
    expect(await cache.get('a')).toEqual({ read: 2 });
    cache.forgetAll();
    expect(await cache.get('a')).toEqual({ read: 3 });
  });

  it('while it changed is not remembered', async () => {
    let goOn: (value: { of: string }) => void = () => undefined;
    const cache = new ReadCache<{ of: string }>(10, () => new Promise((resolve) => (goOn = resolve)));
    const before = cache.get('a');
    const goOnBefore = goOn;
    cache.forget('a');
    const after = cache.get('a');
    goOn({ of: 'after' });
    goOnBefore({ of: 'before' });
    expect([await before, await after, cache.peek('a')]).toEqual([{ of: 'before' }, { of: 'after' }, { of: 'after' }]);
  });

  it('is not remembered when it is not there or cannot be read', async () => {
    const answers = [Promise.resolve(undefined), Promise.reject(new Error('away')), Promise.resolve({ there: true })];
    const cache = new ReadCache(10, () => answers.shift() ?? Promise.resolve(undefined));
    expect(await cache.get('a')).toBeUndefined();
    await expect(cache.get('a')).rejects.toThrow('away');
    expect(await cache.get('a')).toEqual({ there: true });
  });
});
