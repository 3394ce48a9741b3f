import type { Action } from '../actions/action.ts';
import type { LaunchHandler } from '../launch/launch-handler.ts';
import type { Handlers } from './built-in-handlers.ts';
import { HandlerError, type PreparedChange, type SettingsHandler } from './settings-handler.ts';

/** How long handlers may take. */
export interface Deadline {
  /** Of one call. */
  readonly ms: number;
  /** Is told which call ended after it was given up. */
  readonly tellLate?: (call: string) => void;
}

/** One call of a handler, named for people. */
interface Call<T> {
  readonly name: string;
  readonly make: () => T | Promise<T>;
  /** Done when it ends after it was given up. */
  readonly whenLate?: () => Promise<unknown>;
}

type Limit = <T>(call: Call<T>) => Promise<T>;

/**
 * Handlers of a platform build that are given up when they do not answer: then they have failed, with a `HandlerError` that
 * names the type and what it was asked. What ends after that is told; a setting that was made too late is put back, an
 * application that started or stopped too late is switched back, unless the handler was asked for another change meanwhile.
 */
export function withDeadlines({ settings, launch, actions }: Partial<Handlers>, deadline: Deadline): Handlers {
  const limit: Limit = (call) => limitCall(call, deadline);
  const all = <T>(own: ReadonlyMap<string, T> | undefined, wrap: (type: string, handler: T, limit: Limit) => T) =>
    new Map([...(own ?? [])].map(([type, handler]) => [type, wrap(type, handler, limit)] as const));
  return {
    settings: all(settings, limitSettings),
    launch: all(launch, limitLaunch),
    actions: all(actions, limitAction),
  };
}

function limitSettings(type: string, handler: SettingsHandler, limit: Limit): SettingsHandler {
  let changes = 0;
  const limitChange = (change: PreparedChange): PreparedChange => ({
    before: change.before,
    ...(change.old !== undefined && { old: change.old }),
    refused: () => change.refused?.() ?? [],
    set: () => {
      const mine = (changes += 1);
      const whenLate = async () => {
        if (changes === mine) await handler.restore(change.before);
      };
      return limit({ name: `${type} (set)`, make: () => change.set(), whenLate });
    },
  });
  return {
    ...(handler.unusedOptions !== undefined && { unusedOptions: handler.unusedOptions }),
    ...(handler.placeOf !== undefined && { placeOf: (options) => handler.placeOf?.(options) ?? type }),
    get: (request) => limit({ name: `${type} (get)`, make: () => handler.get(request) }),
    prepare: async (request) =>
      limitChange(await limit({ name: `${type} (prepare)`, make: () => handler.prepare(request) })),
    restore: (before) => limit({ name: `${type} (restore)`, make: () => handler.restore(before) }),
  };
}

function limitLaunch(type: string, handler: LaunchHandler, limit: Limit): LaunchHandler {
  let changes = 0;
  const switching = (act: 'start' | 'stop', back: 'start' | 'stop'): LaunchHandler['start'] => {
    return (options) => {
      const mine = (changes += 1);
      const whenLate = async () => {
        if (changes === mine) await handler[back](options);
      };
      return limit({ name: `${type} (${act})`, make: () => handler[act](options), whenLate });
    };
  };
  return {
    ...(handler.missingActions !== undefined && {
      missingActions: (options) => handler.missingActions?.(options) ?? [],
    }),
    ...(handler.placeOf !== undefined && { placeOf: (options) => handler.placeOf?.(options) ?? type }),
    isRunning: (options) => limit({ name: `${type} (isRunning)`, make: () => handler.isRunning(options) }),
    start: switching('start', 'stop'),
    stop: switching('stop', 'start'),
  };
}

function limitAction(type: string, action: Action, limit: Limit): Action {
  return (options, how) => limit({ name: type, make: () => action(options, how) });
}

async function limitCall<T>({ name, make, whenLate }: Call<T>, { ms, tellLate }: Deadline): Promise<T> {
  let isGivenUp = false;
  let timer: NodeJS.Timeout | undefined;
  const answer = Promise.resolve().then(make);
  const late = async () => {
    if (!isGivenUp) return;
    tellLate?.(name);
    await whenLate?.();
  };
  // Nobody waits for what is too late: neither for how it ended, nor for how switching it back did.
  answer.then(late, late).catch(() => undefined);
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      isGivenUp = true;
      reject(new HandlerError(`${name} did not answer within ${ms / 1000} s.`));
    }, ms);
  });
  try {
    return await Promise.race([answer, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
