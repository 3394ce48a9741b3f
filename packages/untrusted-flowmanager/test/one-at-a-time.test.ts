import { expect, test } from 'vitest';
import { createQueue } from '../src/one-at-a-time.ts';

test('starts a task only when the one before has ended', async () => {
  const enqueue = createQueue();
  const events: string[] = [];
  let endFirst: () => void = () => undefined;
  const first = enqueue(async () => {
    events.push('first begins');
    await new Promise<void>((resolve) => (endFirst = resolve));
    events.push('first ends');
  });
  const second = enqueue(() => Promise.resolve(events.push('second begins')));
  await Promise.resolve();
  endFirst();
  await Promise.all([first, second]);
  expect(events).toEqual(['first begins', 'first ends', 'second begins']);
});

test('goes on after a task that failed', async () => {
  const enqueue = createQueue();
  const failing = enqueue(() => Promise.reject(new Error('for the test')));
  const next = enqueue(() => Promise.resolve('done'));
  await expect(failing).rejects.toThrow('for the test');
  await expect(next).resolves.toBe('done');
});
