import { getPriority } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { hash } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from '../src/passwords.ts';

describe('passwords', () => {
  it('are hashed with Argon2id, 19 MiB and two passes', async () => {
    expect(await hashPassword('correct horse')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('are salted', async () => {
    expect(await hashPassword('correct horse')).not.toBe(await hashPassword('correct horse'));
  });

  it('are told from others', async () => {
    const hash = await hashPassword('correct horse');
    expect([await verifyPassword(hash, 'correct horse'), await verifyPassword(hash, 'correct horsf')]).toEqual([
      true,
      false,
    ]);
  });
});

describe('hashing', () => {
  it('leaves the main thread free, and its priority as it was', async () => {
    const before = getPriority();
    const delays = monitorEventLoopDelay({ resolution: 1 });
    await hashPassword('the first one starts the thread');
    delays.enable();
    const started = performance.now();
    await Promise.all(Array.from({ length: 5 }, (_unused, index) => hashPassword(`password ${index}`)));
    const tookMs = performance.now() - started;
    delays.disable();
    // The thread is busy all the time; this one is never for as long as that, however slow the computer.
    expect(delays.max / 1e6).toBeLessThan(tookMs);
    expect(getPriority()).toBe(before);
  });

  it('gives each its own answer, in whatever order they are asked for', async () => {
    const words = ['one', 'two', 'three'];
    const hashes = await Promise.all(words.map((word) => hashPassword(word)));
    const right = await Promise.all(hashes.map((hash, index) => verifyPassword(hash, words[index] ?? '')));
    const wrong = await Promise.all(hashes.map((hash, index) => verifyPassword(hash, words[(index + 1) % 3] ?? '')));
    expect([...right, ...wrong]).toEqual([true, true, true, false, false, false]);
  });

  it('of what is no hash fails alone', async () => {
    await expect(verifyPassword('no hash', 'x')).rejects.toThrow();
    expect(await verifyPassword(await hashPassword('x'), 'x')).toBe(true);
  });

  it('still knows what was stored before it had a thread', async () => {
    const stored = await hash('correct horse', { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    expect(await verifyPassword(stored, 'correct horse')).toBe(true);
  });
});
