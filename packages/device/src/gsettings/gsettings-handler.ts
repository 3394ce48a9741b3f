import { z } from 'zod';
import type { JsonObject, JsonValue } from '@gpii/matchmaker';
import type { Environment } from '../handlers/expand-variables.ts';
import {
  HandlerError,
  RefusedSettingError,
  type RefusedSetting,
  type SettingsHandler,
} from '../handlers/settings-handler.ts';
import { ProgramError, readProgram } from '../launch/run-program.ts';
import { parseVariant, printVariant } from './variant-text.ts';

/** Key -> the old value as gsettings prints it; null: it was the default. */
const beforeSchema = z.object({ schema: z.string(), keys: z.record(z.string(), z.string().nullable()) });

/**
 * How the program ends when a key does not take a value: it is out of the key's range, of another type, or an administrator has
 * locked the key. A program or a library that is missing ends in other ways.
 */
const REFUSED = 1;

type Wanted = readonly [key: string, text: string];
/** Notes a setting that can't be made. @throws any other error. */
type Refuse = (setting: string, error: unknown) => void;

interface GsettingsChange {
  readonly key: string;
  /** As gsettings takes and prints it. */
  readonly text: string;
  /** What it has now, in the same way. */
  readonly value: string;
  /** The same; null: it is the default. */
  readonly old: string | null;
}

/** Settings of GNOME: the option `schema` names their schema. Runs the program `gsettings`, which finds the back end itself. */
export function createGsettingsHandler(environment: Environment): SettingsHandler {
  const gsettings = async (...args: string[]) => (await readProgram(['gsettings', ...args], environment)).trim();
  /** Key -> value as it is printed, of all keys of a schema: one process instead of one for each. */
  const readAll = async (schema: string, more: Environment = {}): Promise<ReadonlyMap<string, string>> => {
    const lines = await readProgram(['gsettings', 'list-recursively', schema], { ...environment, ...more });
    // "SCHEMA KEY VALUE"; a value prints without line ends.
    return new Map(lines.split('\n').map((line) => [line.split(' ')[1] ?? '', line.split(' ').slice(2).join(' ')]));
  };
  // Two programs that write to the same store (a keyfile) at the same time can lose what the other one wrote.
  let lastWrite: Promise<unknown> = Promise.resolve();
  const write = (act: 'set' | 'reset', schema: string, key: string, ...text: string[]): Promise<unknown> => {
    const written = lastWrite.catch(() => undefined).then(() => gsettings(act, schema, key, ...text));
    lastWrite = written;
    return written.catch((error: unknown) => {
      const message = `${key} of ${schema} can't be ${act}: ${(error as Error).message}`;
      const isRefused = error instanceof ProgramError && error.exitCode === REFUSED;
      throw isRefused ? new RefusedSettingError(message) : new HandlerError(message);
    });
  };
  const defaultsOf = new Map<string, ReadonlyMap<string, string>>();
  const readDefaults = async (schema: string) => {
    // Nothing is ever stored in the back end "memory", so it has the defaults; those of a schema never change.
    const defaults = defaultsOf.get(schema) ?? (await readAll(schema, { GSETTINGS_BACKEND: 'memory' }));
    defaultsOf.set(schema, defaults);
    return defaults;
  };
  /** Of the keys that have another value now: what is wanted, and what was there. */
  const findChanges = async (schema: string, wanted: readonly Wanted[], refuse: Refuse) => {
    const [now, defaults] = await Promise.all([readAll(schema), readDefaults(schema)]);
    return wanted.flatMap(([key, text]): readonly GsettingsChange[] => {
      const value = now.get(key);
      if (value === undefined) {
        refuse(key, new RefusedSettingError(`The schema ${schema} of gsettings has no key ${key}.`));
        return [];
      }
      return value === text ? [] : [{ key, text, value, old: value === defaults.get(key) ? null : value }];
    });
  };
  return {
    placeOf: ({ schema = null }) => `gsettings ${JSON.stringify(schema)}`,
    get: async ({ options, settings }) => {
      const schema = schemaIn(options);
      const found = Object.keys(settings).map(async (key) => [
        checkKey(key),
        parseVariant(await gsettings('get', schema, key)),
      ]);
      return Object.fromEntries(await Promise.all(found)) as JsonObject;
    },
    prepare: async ({ options, settings }) => {
      const schema = schemaIn(options);
      const refused: RefusedSetting[] = [];
      const refuse: Refuse = (setting, error) => {
        if (!(error instanceof RefusedSettingError)) throw error;
        refused.push({ setting, why: error.message });
      };
      const wanted = Object.entries(settings).flatMap(([key, value]) => {
        try {
          return [[checkKey(key), printVariant(value)] as const];
        } catch (error) {
          refuse(key, error);
          return [];
        }
      });
      const changes = await findChanges(schema, wanted, refuse);
      return {
        refused: () => refused,
        before: { schema, keys: Object.fromEntries(changes.map(({ key, old }) => [key, old])) },
        old: { ...settings, ...Object.fromEntries(changes.map(({ key, value }) => [key, parseVariant(value)])) },
        set: async () => {
          for (const { key, text } of changes)
            await write('set', schema, key, text).catch((error: unknown) => {
              refuse(key, error);
            });
        },
      };
    },
    restore: async (before: JsonValue) => {
      const { schema, keys } = beforeSchema.parse(before);
      const [now, defaults] = await Promise.all([readAll(schema), readDefaults(schema)]);
      const failures: unknown[] = [];
      for (const [key, old] of Object.entries(keys)) {
        // One that an administrator has locked was never changed, and can't be written.
        if (now.get(key) === (old ?? defaults.get(key))) continue;
        const written = old === null ? write('reset', schema, key) : write('set', schema, key, old);
        await written.catch((error: unknown) => failures.push(error));
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}

/** Nothing that the program would take for an option; a path may follow a relocatable schema. */
function schemaIn({ schema }: JsonObject): string {
  if (typeof schema === 'string' && /^[A-Za-z0-9][\w.-]*(:\/[\w./-]*\/)?$/.test(schema)) return schema;
  throw new HandlerError('The registry entry names no schema of gsettings.');
}

function checkKey(key: string): string {
  if (/^[A-Za-z][\w-]*$/.test(key)) return key;
  throw new RefusedSettingError(`${JSON.stringify(key)} is no key of gsettings.`);
}
