import type { Action } from '../actions/action.ts';
import type { LaunchHandler } from '../launch/launch-handler.ts';
import type { Handlers } from './built-in-handlers.ts';
import { createLateChanges } from './late-changes.ts';
import { limitCall, type Deadline, type Limit } from './limit-call.ts';
import type { HandlerRequest, PreparedChange, SettingsHandler } from './settings-handler.ts';

/**
 * Handlers of a platform build that are given up when they do not answer: then they have failed, with a `DeadlineError` that
 * names the type and what it was asked. What ends after that is told; a setting that was made too late is put back, an
 * application that started or stopped too late is switched back, as soon as nobody else wants it so.
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
  const restore: SettingsHandler['restore'] = (before) =>
    limit({ type, act: 'restore', make: () => handler.restore(before) });
  const late = createLateChanges(restore);
  const limitChange = (change: PreparedChange, { options }: HandlerRequest): PreparedChange => ({
    before: change.before,
    ...(change.old !== undefined && { old: change.old }),
    refused: () => change.refused?.() ?? [],
    set: () => {
      const begun = { place: handler.placeOf?.(options) ?? JSON.stringify(options), before: change.before };
      late.begin(begun);
      return limit({ type, act: 'set', make: () => change.set(), whenLate: () => late.made(begun) });
    },
  });
  return {
    ...(handler.unusedOptions !== undefined && { unusedOptions: handler.unusedOptions }),
    ...(handler.placeOf !== undefined && { placeOf: (options) => handler.placeOf?.(options) ?? type }),
    get: (request) => limit({ type, act: 'get', make: () => handler.get(request) }),
    prepare: async (request) => {
      await late.settled();
      return limitChange(await limit({ type, act: 'prepare', make: () => handler.prepare(request) }), request);
    },
    restore: async (before) => {
      await restore(before);
      await late.restored(before);
    },
  };
}

function limitLaunch(type: string, handler: LaunchHandler, limit: Limit): LaunchHandler {
  // What an application, by its options, was told last.
  const told = new Map<string, { readonly act: 'start' | 'stop' }>();
  const switching = (act: 'start' | 'stop', back: 'start' | 'stop'): LaunchHandler['start'] => {
    return (options) => {
      const application = JSON.stringify(options);
      const mine = { act };
      told.set(application, mine);
      const whenLate = async () => {
        const last = told.get(application);
        const isWantedByOthers = last !== mine && last?.act === act;
        if (!isWantedByOthers) await limit({ type, act: back, make: () => handler[back](options) });
      };
      return limit({ type, act, make: () => handler[act](options), whenLate });
    };
  };
  return {
    ...(handler.missingActions !== undefined && {
      missingActions: (options) => handler.missingActions?.(options) ?? [],
    }),
    ...(handler.placeOf !== undefined && { placeOf: (options) => handler.placeOf?.(options) ?? type }),
    ...(handler.runningSetting !== undefined && { runningSetting: handler.runningSetting.bind(handler) }),
    isRunning: (options) => limit({ type, act: 'isRunning', make: () => handler.isRunning(options) }),
    start: switching('start', 'stop'),
    stop: switching('stop', 'start'),
  };
}

function limitAction(type: string, action: Action, limit: Limit): Action {
  return (options, how) => limit({ type, make: () => action(options, how) });
}
