import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { JsonValue } from '@gpii/matchmaker';
import type { Environment } from '../handlers/expand-variables.ts';
import { RefusedSettingError } from '../handlers/settings-handler.ts';
import type { GsettingsBackEnd } from './gsettings-back-end.ts';
import type { GsettingsProgram } from './gsettings-program.ts';
import { keyfilePath } from './keyfile-back-end.ts';
import { parseVariant } from './variant-text.ts';

/** Key -> the old value as gsettings prints it; null: the account had set none. */
const beforeSchema = z.object({ schema: z.string(), keys: z.record(z.string(), z.string().nullable()) });

/** Changes keys by the program `gsettings`, whatever back end it finds: dconf on a desktop. */
export function createProgramBackEnd(
  program: GsettingsProgram,
  environment: Environment,
): GsettingsBackEnd & { readonly restore: (before: JsonValue) => Promise<void> } {
  const inTurn = createTurns(environment);
  return {
    prepare: async ({ schema, wanted, refuse }) => {
      const [old, defaults] = await Promise.all([program.readAll(schema), program.readDefaults(schema)]);
      const changes = wanted.filter(({ key, value }) => {
        const now = old.get(key);
        if (now === undefined)
          refuse(key, new RefusedSettingError(`The schema ${schema} of gsettings has no key ${key}.`));
        return now !== undefined && !isDeepStrictEqual(parseVariant(now), value);
      });
      const keys = changes.map(
        ({ key }) => [key, old.get(key) === defaults.get(key) ? null : (old.get(key) ?? null)] as const,
      );
      const setAll = () =>
        changes.map(({ key, text }) =>
          inTurn(() => program.act('set', { schema, key, text })).catch((error: unknown) => {
            refuse(key, error);
          }),
        );
      return {
        before: { schema, keys: Object.fromEntries(keys) },
        old,
        set: async () => {
          await allEnded(setAll());
        },
      };
    },
    restore: async (before) => {
      const { schema, keys } = beforeSchema.parse(before);
      const [now, defaults] = await Promise.all([program.readAll(schema), program.readDefaults(schema)]);
      // One that an administrator has locked was never changed, and can't be written.
      const changed = Object.entries(keys).filter(([key, old]) => now.get(key) !== (old ?? defaults.get(key)));
      const written = changed.map(([key, old]) =>
        inTurn(() =>
          old === null ? program.act('reset', { schema, key }) : program.act('set', { schema, key, text: old }),
        ),
      );
      await allEnded(written);
    },
  };
}

/**
 * Lets programs write at the same time where they can. dconf has one process that writes. Two that write to the same keyfile
 * at the same time can lose what the other one wrote, so they go one after another; where the back end is not named, so does the
 * first, which makes a keyfile if that is what is written to.
 */
function createTurns(environment: Environment): (write: () => Promise<void>) => Promise<void> {
  const { GSETTINGS_BACKEND: named = '' } = environment;
  const file = keyfilePath(environment);
  let mayOverlap = named === 'dconf';
  let last: Promise<unknown> = Promise.resolve();
  return (write) => {
    if (mayOverlap) return write();
    const written = last
      .catch(() => undefined)
      .then(async () => {
        await write();
        mayOverlap ||= named === '' && file !== undefined && !existsSync(file);
      });
    last = written;
    return written;
  };
}

/** Nothing is still being written when it ends. @throws the first failure. */
async function allEnded(writes: readonly Promise<void>[]): Promise<void> {
  const failure = (await Promise.allSettled(writes)).find(({ status }) => status === 'rejected');
  if (failure?.status === 'rejected') throw failure.reason;
}
