import { z } from 'zod';
import type { JsonObject, JsonValue } from '@gpii/matchmaker';
import type { Environment } from '../handlers/expand-variables.ts';
import { HandlerError, type SettingsHandler } from '../handlers/settings-handler.ts';
import { readProgram } from '../launch/run-program.ts';
import { parseVariant, printVariant } from './variant-text.ts';

/** Key -> the old value as gsettings prints it; null: it was the default. */
const beforeSchema = z.object({ schema: z.string(), keys: z.record(z.string(), z.string().nullable()) });

/** Settings of GNOME: the option `schema` names their schema. Runs the program `gsettings`, which finds the back end itself. */
export function createGsettingsHandler(environment: Environment): SettingsHandler {
  const gsettings = async (...args: string[]) => (await readProgram(['gsettings', ...args], environment)).trim();
  const readDefault = async (schema: string, key: string) => {
    // Nothing is ever stored in this back end.
    const memory = { ...environment, GSETTINGS_BACKEND: 'memory' };
    return (await readProgram(['gsettings', 'get', schema, key], memory)).trim();
  };
  const readOld = async (schema: string, key: string): Promise<string | null> => {
    const [old, unchanged] = await Promise.all([gsettings('get', schema, key), readDefault(schema, key)]);
    return old === unchanged ? null : old;
  };
  return {
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
      const wanted = Object.entries(settings).map(([key, value]) => [checkKey(key), printVariant(value)] as const);
      const keys = await Promise.all(wanted.map(async ([key]) => [key, await readOld(schema, key)] as const));
      return {
        before: { schema, keys: Object.fromEntries(keys) },
        set: async () => {
          for (const [key, text] of wanted) await gsettings('set', schema, key, text);
        },
      };
    },
    restore: async (before: JsonValue) => {
      const { schema, keys } = beforeSchema.parse(before);
      for (const [key, old] of Object.entries(keys)) {
        await (old === null ? gsettings('reset', schema, key) : gsettings('set', schema, key, old));
      }
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
  throw new HandlerError(`${JSON.stringify(key)} is no key of gsettings.`);
}
