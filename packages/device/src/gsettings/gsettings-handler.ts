import type { JsonObject, JsonValue } from '@gpii/matchmaker';
import type { Environment } from '../handlers/expand-variables.ts';
import {
  HandlerError,
  RefusedSettingError,
  type RefusedSetting,
  type SettingsHandler,
} from '../handlers/settings-handler.ts';
import type { WantedKeys } from './gsettings-back-end.ts';
import { createGsettingsProgram } from './gsettings-program.ts';
import { createKeyfileBackEnd, findKeyfile } from './keyfile-back-end.ts';
import { keyfileBeforeSchema, restoreKeyfile } from './keyfile-store.ts';
import { createProgramBackEnd } from './program-back-end.ts';
import { parseVariant, printVariant } from './variant-text.ts';

/** Settings of GNOME: the option `schema` names their schema. The program `gsettings` knows them, and what values they take. */
export function createGsettingsHandler(environment: Environment): SettingsHandler {
  const program = createGsettingsProgram(environment);
  const byProgram = createProgramBackEnd(program, environment);
  const file = findKeyfile(environment);
  const backEnd = file === undefined ? byProgram : createKeyfileBackEnd(program, file);
  return {
    placeOf: ({ schema = null }) => `gsettings ${JSON.stringify(schema)}`,
    get: async ({ options, settings }) => {
      const schema = schemaIn(options);
      const found = Object.keys(settings).map(async (key) => [
        checkKey(key),
        parseVariant(await program.read('get', schema, key)),
      ]);
      return Object.fromEntries(await Promise.all(found)) as JsonObject;
    },
    prepare: async ({ options, settings }) => {
      const schema = schemaIn(options);
      const refused: RefusedSetting[] = [];
      const refuse: WantedKeys['refuse'] = (setting, error) => {
        if (!(error instanceof RefusedSettingError)) throw error;
        refused.push({ setting, why: error.message });
      };
      const { before, old, set } = await backEnd.prepare({ schema, wanted: readWanted(settings, refuse), refuse });
      const printed = Object.keys(settings).flatMap((key) => {
        const text = old.get(key);
        return text === undefined ? [] : [[key, parseVariant(text)] as const];
      });
      return { before, old: Object.fromEntries(printed), set, refused: () => refused };
    },
    restore: async (before: JsonValue) => {
      const inKeyfile = keyfileBeforeSchema.safeParse(before);
      await (inKeyfile.success ? restoreKeyfile(inKeyfile.data) : byProgram.restore(before));
    },
  };
}

function readWanted(settings: JsonObject, refuse: WantedKeys['refuse']): WantedKeys['wanted'] {
  return Object.entries(settings).flatMap(([key, value]) => {
    try {
      return [{ key: checkKey(key), value, text: printVariant(value) }];
    } catch (error) {
      refuse(key, error);
      return [];
    }
  });
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
