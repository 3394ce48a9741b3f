import type { Environment } from '../handlers/expand-variables.ts';
import { HandlerError, RefusedSettingError } from '../handlers/settings-handler.ts';
import { ProgramError, readProgram } from '../launch/run-program.ts';

/** Key -> value as the program prints it. */
export type PrintedKeys = ReadonlyMap<string, string>;

/** The program `gsettings`: a process for each question. */
export interface GsettingsProgram {
  /** All keys of a schema: one process instead of one for each. @throws HandlerError where there is no such schema. */
  readAll(schema: string): Promise<PrintedKeys>;
  /** What the keys of a schema have where the account has set none: the schema's values, or those of this computer. */
  readDefaults(schema: string): Promise<PrintedKeys>;
  /** @throws RefusedSettingError when the key does not take the value. @throws HandlerError */
  act(act: 'set' | 'reset', entry: { schema: string; key: string; text?: string }, more?: Environment): Promise<void>;
  read(...args: readonly string[]): Promise<string>;
}

/** In a place where nothing can be: gsettings finds nothing there that the account has set. */
const NO_SETTINGS_OF_THE_ACCOUNT: Environment = { XDG_CONFIG_HOME: '/dev/null/none' };

/** By its locale it would print `?` for what is not of ASCII, and that would be put back. */
const PRINT_ALL: Environment = { CHARSET: 'UTF-8' };

/**
 * How the program ends when a key does not take a value: it is out of the key's range, of another type, or an administrator has
 * locked the key. A program or a library that is missing ends in other ways.
 */
const REFUSED = 1;

/** @param environment - Of the person's session: by it the program finds the back end. */
export function createGsettingsProgram(environment: Environment): GsettingsProgram {
  const run = (args: readonly string[], more: Environment = {}) =>
    readProgram(['gsettings', ...args], { ...environment, ...PRINT_ALL, ...more });
  const list = async (schema: string, more?: Environment): Promise<PrintedKeys> => {
    const lines = (await run(['list-recursively', schema], more)).split('\n').map((line) => line.split(' '));
    // "SCHEMA KEY VALUE", also those of the schema's children; a value prints without line ends.
    const own = lines.filter(([name]) => name?.split(':')[0] === schema.split(':')[0]);
    return new Map(own.map(([, key = '', ...value]) => [key, value.join(' ')]));
  };
  const defaultsOf = new Map<string, PrintedKeys>();
  return {
    readAll: (schema) => list(schema),
    readDefaults: async (schema) => {
      // Those of a schema never change, those of an administrator at most while nobody looks.
      const defaults = defaultsOf.get(schema) ?? (await list(schema, NO_SETTINGS_OF_THE_ACCOUNT));
      defaultsOf.set(schema, defaults);
      return defaults;
    },
    act: async (act, { schema, key, text }, more) => {
      try {
        await run([act, schema, key, ...(text === undefined ? [] : [text])], more);
      } catch (error) {
        const message = `${key} of ${schema} can't be ${act}: ${(error as Error).message}`;
        const isRefused = error instanceof ProgramError && error.exitCode === REFUSED;
        throw isRefused ? new RefusedSettingError(message) : new HandlerError(message);
      }
    },
    read: async (...args) => (await run(args)).trim(),
  };
}
