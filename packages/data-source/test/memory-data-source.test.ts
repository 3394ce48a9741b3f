import { describe, expect, it } from 'vitest';
import { createMemoryDataSource } from '../src/index.ts';

describe('a memory data source with values', () => {
  it('finds a value by its key, in whatever order the members stand', async () => {
    const source = createMemoryDataSource({ values: { 'device=linux&gpiiToken=alice+b': { a: 1 } } });

    expect(await source.get({ gpiiToken: 'alice b', device: 'linux' })).toEqual({ a: 1 });
  });

  it('refuses a key that it does not have', async () => {
    await expect(createMemoryDataSource({}).get({ gpiiToken: 'nobody' })).rejects.toMatchObject({
      kind: 'refused',
      status: 404,
    });
  });

  it('looks at the members that count, where they are named', async () => {
    const source = createMemoryDataSource({ values: { 'gpiiToken=alice': 1 }, keyMembers: ['gpiiToken'] });

    expect(await source.get({ gpiiToken: 'alice', clientSecret: 'any' })).toBe(1);
  });

  it('keeps what is set, as a copy', async () => {
    const source = createMemoryDataSource({});
    const value = { list: [1] };

    expect(await source.set({ n: '1' }, value)).toBeUndefined();
    value.list.push(2);

    expect(await source.get({ n: '1' })).toEqual({ list: [1] });
  });
});

describe('a memory data source with a function', () => {
  it('calls it unreachable when it throws', async () => {
    const source = createMemoryDataSource({
      answer: () => {
        throw new Error('broken');
      },
    });

    await expect(source.get({})).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('tells it when nobody waits any longer', async () => {
    let told = false;
    const source = createMemoryDataSource({
      deadlineMs: 20,
      answer: ({ signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => (told = true));
        }),
    });

    await expect(source.get({})).rejects.toMatchObject({ kind: 'timeout' });
    expect(told).toBe(true);
  });
});
