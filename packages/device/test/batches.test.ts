import { expect, it } from 'vitest';
import { createBatches } from '../src/journal/batches.ts';

it('writes together what comes while it writes, in order', async () => {
  const written: string[][] = [];
  let endWrite: () => void = () => undefined;
  const add = createBatches<string>((items) => {
    written.push([...items]);
    return new Promise((resolve) => (endWrite = resolve));
  });
  const first = add('a');
  await Promise.resolve().then(() => undefined);
  const others = ['b', 'c', 'd'].map(add);
  endWrite();
  await first;
  await Promise.resolve();
  endWrite();
  await Promise.all(others);
  expect(written).toEqual([['a'], ['b', 'c', 'd']]);
});

it('rejects those whose write failed, and no other', async () => {
  let isFull = true;
  const add = createBatches<string>(() => (isFull ? Promise.reject(new Error('full')) : Promise.resolve()));
  await expect(add('a')).rejects.toThrow('full');
  isFull = false;
  await add('b');
});
