import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '@gpii/matchmaker';
import { undoAll, withDeadlines } from '../src/index.ts';
import type { Journal, JournalStep, LaunchHandler, SettingsHandler } from '../src/index.ts';

const MS = 10_000;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** What a test lets answer when it likes. */
function answerLater(): { promise: Promise<void>; answer: () => void } {
  let answer = (): void => undefined;
  const promise = new Promise<void>((resolve) => (answer = resolve));
  return { promise, answer };
}

const placeIn = ({ place }: JsonObject) => (typeof place === 'string' ? place : 'memory');

/** A platform's settings in memory, `size` of each place; "slow" takes as long as the test wants. */
function slowSettings(places: readonly string[] = ['memory']) {
  const state: Record<string, unknown> = Object.fromEntries(places.map((place) => [place, 12]));
  const late = answerLater();
  const told: string[] = [];
  const left: string[] = [];
  let isStuck = false;
  const handler: SettingsHandler = {
    placeOf: placeIn,
    get: () => Promise.resolve({}),
    prepare: ({ options, settings: { size = 0 } }) =>
      Promise.resolve({
        before: { place: placeIn(options), size: state[placeIn(options)] as number },
        set: async () => {
          if (size === 'slow') await late.promise;
          state[placeIn(options)] = size;
        },
      }),
    restore: (before) => {
      if (isStuck) return Promise.reject(new Error('stuck'));
      const { place, size } = before as { place: string; size: number };
      state[place] = size;
      return Promise.resolve();
    },
  };
  const deadline = {
    ms: MS,
    tellLate: (call: string) => told.push(call),
    tellLeft: (call: string, error: unknown) => left.push(`${call}: ${String(error)}`),
  };
  const limited = withDeadlines({ settings: new Map([['a.type', handler]]) }, deadline).settings.get('a.type');
  if (limited === undefined) throw new Error('The handler is gone.');
  const getStuck = () => (isStuck = true);
  return { state, late, told, left, limited, getStuck };
}

/** Sets what hangs, until it is given up and undone. */
async function giveUp(limited: SettingsHandler, options: JsonObject = {}): Promise<void> {
  const { before, set } = await limited.prepare({ options, settings: { size: 'slow' } });
  const failed = expect(set()).rejects.toThrow('a.type (set) did not answer within 10 s.');
  await vi.advanceTimersByTimeAsync(MS);
  await failed;
  await limited.restore(before);
}

const wants = (size: unknown) => ({ options: {}, settings: { size } as JsonObject });

describe('a handler of a platform build', () => {
  it('that answers in time is as before', async () => {
    const { state, limited, told } = slowSettings();
    const { set, before, refused } = await limited.prepare(wants(24));
    await set();
    expect([state.memory, refused?.(), limited.placeOf?.({})]).toEqual([24, [], 'memory']);
    await limited.restore(before);
    expect([state.memory, told, vi.getTimerCount()]).toEqual([12, [], 0]);
  });

  it('that does not answer has failed, and what it changes later is put back', async () => {
    const { state, limited, late, told } = slowSettings();
    await giveUp(limited);
    expect(told).toEqual([]);
    late.answer();
    await vi.waitFor(() => {
      expect([told, state.memory]).toEqual([['a.type (set)'], 12]);
    });
  });

  it('has a late change put back also where it changed another place meanwhile', async () => {
    const { state, limited, late } = slowSettings(['a', 'b']);
    const other = await limited.prepare({ options: { place: 'b' }, settings: { size: 36 } });
    const hung = giveUp(limited, { place: 'a' });
    await other.set();
    await hung;
    late.answer();
    await vi.waitFor(() => {
      expect(state).toEqual({ a: 12, b: 36 });
    });
  });

  it('puts nothing back late over what somebody else has by then', async () => {
    const { state, limited, late, told } = slowSettings();
    await giveUp(limited);
    const next = await limited.prepare(wants(36));
    late.answer();
    await next.set();
    await vi.waitFor(() => {
      expect(told.length).toBe(1);
    });
    expect(state.memory).toBe(36);
  });

  it('has it put back after what somebody else has by then', async () => {
    const { state, limited, late, told } = slowSettings();
    await giveUp(limited);
    // It is made, and has not answered yet.
    state.memory = 'slow';
    const next = await limited.prepare(wants(36));
    await next.set();
    late.answer();
    await vi.waitFor(() => {
      expect(told.length).toBe(1);
    });
    await limited.restore(next.before);
    expect(state.memory).toBe(12);
  });

  it('has it put back also where somebody else came and went meanwhile', async () => {
    const { state, limited, late } = slowSettings();
    await giveUp(limited);
    const next = await limited.prepare(wants(36));
    await next.set();
    await limited.restore(next.before);
    late.answer();
    await vi.waitFor(() => {
      expect(state.memory).toBe(12);
    });
  });

  it('says when what it changed too late can not be put back', async () => {
    const { limited, late, left, getStuck } = slowSettings();
    await giveUp(limited);
    getStuck();
    late.answer();
    await vi.waitFor(() => {
      expect(left).toEqual(['a.type (set): Error: stuck']);
    });
  });

  it('that hangs at undo is asked once, keeps all its steps, and no other has to wait', async () => {
    const asked: unknown[] = [];
    const handlerThat = (restore: SettingsHandler['restore']): SettingsHandler => ({
      get: () => Promise.resolve({}),
      prepare: () => Promise.reject(new Error('not asked')),
      restore: (before) => {
        asked.push(before);
        return restore(before);
      },
    });
    const settings = new Map([
      ['hangs', handlerThat(() => new Promise(() => undefined))],
      ['works', handlerThat(() => Promise.resolve())],
    ]);
    const before = (type: string, value: number): JournalStep => ({ settings: type, before: value });
    let steps = [before('works', 1), before('hangs', 2), before('works', 3), before('hangs', 4)];
    const journal: Journal = {
      steps: () => steps,
      add: () => Promise.resolve(),
      drop: (step) => Promise.resolve(void (steps = steps.filter((other) => other !== step))),
      close: () => Promise.reject(new Error('not all is undone')),
    };
    const failed = expect(undoAll({ handlers: withDeadlines({ settings }, { ms: MS }), journal })).rejects.toThrow(
      'Not everything',
    );
    await vi.advanceTimersByTimeAsync(MS);
    await failed;
    expect([asked, steps]).toEqual([
      [4, 3, 1],
      [before('hangs', 2), before('hangs', 4)],
    ]);
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

  it('has an application stopped that started too late, also where others came and went, and none that is wanted', async () => {
    const starts = { one: answerLater(), two: answerLater() };
    const [one, two] = [{ app: 'one' }, { app: 'two' }];
    let isSlow = true;
    const running = new Set<unknown>();
    const launcher: LaunchHandler = {
      isRunning: ({ app = '' }) => Promise.resolve(running.has(app)),
      start: async ({ app = '' }) => {
        if (isSlow) await starts[app as 'one' | 'two'].promise;
        running.add(app);
      },
      stop: ({ app = '' }) => Promise.resolve(void running.delete(app)),
    };
    const limited = withDeadlines({ launch: new Map([['a.launcher', launcher]]) }, { ms: MS }).launch.get('a.launcher');
    const failed = Promise.allSettled([limited?.start(one), limited?.start(two)]);
    await vi.advanceTimersByTimeAsync(MS);
    expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isSlow = false;
    await limited?.start(one);
    await limited?.start(two);
    await limited?.stop(two);
    starts.one.answer();
    starts.two.answer();
    await vi.advanceTimersByTimeAsync(1);
    expect([...running]).toEqual(['one']);
  });

  it('keeps the setting by which a platform starts an application', () => {
    const runningSetting = () => ({ type: 'a.type', options: {}, settings: { on: true } });
    const never = () => Promise.reject(new Error('not asked'));
    const launcher: LaunchHandler = { isRunning: never, start: never, stop: never, runningSetting };
    const limited = withDeadlines({ launch: new Map([['a.launcher', launcher]]) }, { ms: MS }).launch.get('a.launcher');
    expect(limited?.runningSetting?.({}, true)).toEqual(runningSetting());
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
