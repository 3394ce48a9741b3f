import { z } from 'zod';
import type { JsonObject, JsonValue } from '@gpii/matchmaker';
import { HandlerError, type SettingsHandler } from '../handlers/settings-handler.ts';

/** What a solution at the other end of a web socket is told. */
export interface ChannelMessage {
  readonly type: 'connectionSucceeded' | 'onSettingsChanged';
  /** All settings that the solution has now. */
  readonly payload: JsonObject;
}

/** Tells a connected solution. */
export type Tell = (message: ChannelMessage) => void;

/** Solutions that connect and are told their settings, such as UIO+. Knows nothing of sockets. */
export interface SolutionChannels {
  /** `gpii.settingsHandlers.webSockets`: the option `path` is the id of a solution. */
  readonly handler: SettingsHandler;
  /** Tells the current settings, and from then on each change. @returns How to end that. */
  connect(solutionId: string, tell: Tell): () => void;
}

/** Setting -> what it was; those that were not there stand in `absent`. */
const beforeSchema = z.object({
  path: z.string(),
  old: z.record(z.string(), z.unknown() as z.ZodType<JsonValue>),
  absent: z.array(z.string()),
});

/** Begins with no settings: they are in memory only, and no solution has any while nobody is keyed in. */
export function createSolutionChannels(): SolutionChannels {
  const current = new Map<string, JsonObject>();
  const connected = new Map<string, Set<Tell>>();
  const replace = (path: string, settings: JsonObject) => {
    if (JSON.stringify(settings) === JSON.stringify(current.get(path) ?? {})) return;
    if (Object.keys(settings).length === 0) current.delete(path);
    else current.set(path, settings);
    for (const tell of connected.get(path) ?? []) tell({ type: 'onSettingsChanged', payload: settings });
  };
  return {
    handler: {
      placeOf: (options) => `web socket ${pathIn(options)}`,
      get: ({ options, settings }) => {
        const now = current.get(pathIn(options)) ?? {};
        return Promise.resolve(pick(now, Object.keys(settings)));
      },
      prepare: ({ options, settings }) => {
        const path = pathIn(options);
        const now = current.get(path) ?? {};
        const names = Object.keys(settings);
        const absent = names.filter((name) => !Object.hasOwn(now, name));
        const set = () => {
          replace(path, { ...current.get(path), ...settings });
          return Promise.resolve();
        };
        const old = pick(now, names);
        return Promise.resolve({ before: { path, old, absent }, old, set });
      },
      restore: (before) => {
        const { path, old, absent } = beforeSchema.parse(before);
        const now = Object.entries({ ...current.get(path), ...old });
        replace(path, Object.fromEntries(now.filter(([name]) => !absent.includes(name))));
        return Promise.resolve();
      },
    },
    connect: (solutionId, tell) => {
      const others = connected.get(solutionId) ?? new Set();
      connected.set(solutionId, others.add(tell));
      tell({ type: 'connectionSucceeded', payload: current.get(solutionId) ?? {} });
      return () => {
        others.delete(tell);
        if (others.size === 0) connected.delete(solutionId);
      };
    },
  };
}

function pick(settings: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => names.includes(name)));
}

function pathIn({ path }: JsonObject): string {
  if (typeof path === 'string' && path !== '') return path;
  throw new HandlerError('The registry entry names no solution that may connect.');
}
