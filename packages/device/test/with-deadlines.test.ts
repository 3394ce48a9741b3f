import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '@gpii/matchmaker';
import { withDeadlines } from '../src/index.ts';
import type { LaunchHandler, SettingsHandler } from '../src/index.ts';

const MS = 10_000;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** What a test lets answer when it likes. */
function answerLater(): { promise: Promise<void>; answer: () => void } {
  let answer = (): void => undefined;
  const promise = new Promise<void>((resolve) => (answer = resolve));
  return { promise, answer };
}

/** A platform's settings in memory, of which `set` takes as long as the test wants. */
function slowSettings() {
  const state = { size: 12 };
  const late = answerLater();
  const told: string[] = [];
  const handler: SettingsHandler = {
    placeOf: () => 'memory',
    get: () => Promise.resolve({ ...state }),
    prepare: ({ settings }) =>
      Promise.resolve({
        before: { ...state },
        set: async () => {
          if (settings.size === 'slow') await late.promise;
          Object.assign(state, settings);
        },
      }),
    restore: (before) => {
      Object.assign(state, before);
      return Promise.resolve();
    },
  };
  const own = { settings: new Map([['a.type', handler]]) };
  const limited = withDeadlines(own, { ms: MS, tellLate: (call) => told.push(call) }).settings.get('a.type');
  if (limited === undefined) throw new Error('The handler is gone.');
  return { state, late, told, limited };
}

const wants = (size: unknown) => ({ options: {}, settings: { size } as JsonObject });

describe('a handler of a platform build', () => {
  it('that answers in time is as before', async () => {
    const { state, limited, told } = slowSettings();
    const { set, before, refused } = await limited.prepare(wants(24));
    await set();
    expect([state.size, before, refused?.(), limited.placeOf?.({})]).toEqual([24, { size: 12 }, [], 'memory']);
    await limited.restore(before);
    expect([state.size, told, vi.getTimerCount()]).toEqual([12, [], 0]);
  });

  it('that does not answer has failed, and what it changes later is put back', async () => {
    const { state, limited, late, told } = slowSettings();
    const { set } = await limited.prepare(wants('slow'));
    const failed = expect(set()).rejects.toThrow('a.type (set) did not answer within 10 s.');
    await vi.advanceTimersByTimeAsync(MS);
    await failed;
    expect(told).toEqual([]);
    late.answer();
    await vi.waitFor(() => {
      expect([told, state.size]).toEqual([['a.type (set)'], 12]);
    });
  });

  it('puts nothing back late over what somebody else has by then', async () => {
    const { state, limited, late, told } = slowSettings();
    const failed = (await limited.prepare(wants('slow'))).set().catch(() => undefined);
    await vi.advanceTimersByTimeAsync(MS);
    await failed;
    const next = await limited.prepare(wants(36));
    late.answer();
    await next.set();
    await vi.waitFor(() => {
      expect(told.length).toBe(1);
    });
    expect(state.size).toBe(36);
  });

  it('that starts an application too late has it stopped', async () => {
    const late = answerLater();
    const events: string[] = [];
    const launcher: LaunchHandler = {
      isRunning: () => new Promise(() => undefined),
      start: async () => {
        await late.promise;
        events.push('started');
      },
      stop: () => {
        events.push('stopped');
        return Promise.resolve();
      },
    };
    const limited = withDeadlines({ launch: new Map([['a.launcher', launcher]]) }, { ms: MS }).launch.get('a.launcher');
    const started = expect(limited?.start({})).rejects.toThrow('a.launcher (start)');
    const looked = expect(limited?.isRunning({})).rejects.toThrow('a.launcher (isRunning)');
    await vi.advanceTimersByTimeAsync(MS);
    await started;
    await looked;
    late.answer();
    await vi.waitFor(() => {
      expect(events).toEqual(['started', 'stopped']);
    });
  });

  it('fails by its own error, also one that is thrown at once', async () => {
    const action = (): never => {
      throw new Error('of its own');
    };
    const limited = withDeadlines({ actions: new Map([['an.action', action]]) }, { ms: MS }).actions.get('an.action');
    await expect(limited?.({}, { waits: true })).rejects.toThrow('of its own');
    expect(vi.getTimerCount()).toBe(0);
  });
});
