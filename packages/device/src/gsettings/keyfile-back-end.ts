import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Environment } from '../handlers/expand-variables.ts';
import { HandlerError } from '../handlers/settings-handler.ts';
import type { GsettingsBackEnd, WantedKeys } from './gsettings-back-end.ts';
import type { GsettingsProgram } from './gsettings-program.ts';
import { createKeyfileStore } from './keyfile-store.ts';

/** What an administrator has locked is for gsettings alone to know. */
const LOCKS = '/etc/glib-2.0/settings/locks';

/** Checks values as every back end does, and keeps nothing: no process waits for a disk, and any number may run. */
const CHECK_ONLY: Environment = { GSETTINGS_BACKEND: 'memory' };

/** The file of the back end `keyfile`, whether it is in use or not. */
export function keyfilePath({ XDG_CONFIG_HOME = '', HOME = '' }: Environment): string | undefined {
  const folder = XDG_CONFIG_HOME === '' && HOME !== '' ? join(HOME, '.config') : XDG_CONFIG_HOME;
  return isAbsolute(folder) ? join(folder, 'glib-2.0/settings/keyfile') : undefined;
}

/** The keyfile, where gsettings is told to use that back end and nothing speaks against writing it here. */
export function findKeyfile(environment: Environment): string | undefined {
  return environment.GSETTINGS_BACKEND === 'keyfile' && !existsSync(LOCKS) ? keyfilePath(environment) : undefined;
}

/**
 * Changes keys in the file itself, once the program `gsettings` has said that they take their values: one write of the file
 * for all, and after undo it is the same byte for byte.
 */
export function createKeyfileBackEnd(program: GsettingsProgram, file: string): GsettingsBackEnd {
  const store = createKeyfileStore(file);
  const groupOf = createGroups(program);
  const isTaken = async ({ schema, refuse }: WantedKeys, { key, text }: WantedKeys['wanted'][number]) => {
    try {
      const problem = await store.findProblem();
      if (problem !== undefined) throw problem;
      await program.act('set', { schema, key, text }, CHECK_ONLY);
      return true;
    } catch (error) {
      refuse(key, error);
      return false;
    }
  };
  return {
    prepare: async (keys) => {
      const [group, defaults, taken] = await Promise.all([
        groupOf(keys.schema),
        program.readDefaults(keys.schema),
        Promise.all(keys.wanted.map((wanted) => isTaken(keys, wanted))),
      ]);
      const changes = keys.wanted.filter((_wanted, index) => taken[index]);
      const before = await store.read(
        group,
        changes.map(({ key }) => key),
      );
      const stored = Object.entries(before.keys).flatMap(([key, text]) =>
        text === null ? [] : [[key, text] as const],
      );
      return {
        before,
        old: new Map([...defaults, ...stored]),
        set: async () => {
          if (changes.length === 0) return;
          await store.write({ before, entries: new Map(changes.map(({ key, text }) => [key, text])) });
        },
      };
    },
  };
}

/** The group of a schema in a keyfile: its path. That of a relocatable schema stands behind its name. */
function createGroups(program: GsettingsProgram): (schema: string) => Promise<string> {
  let paths: Promise<ReadonlyMap<string, string>> | undefined;
  const readPaths = async () => {
    const lines = (await program.read('list-schemas', '--print-paths')).split('\n');
    return new Map(lines.map((line) => [line.split(' ')[0] ?? '', line.split(' ')[1] ?? '']));
  };
  return async (schema) => {
    const [, named] = schema.split(':');
    paths ??= readPaths();
    const found = await paths.catch((error: unknown) => {
      paths = undefined;
      throw error;
    });
    const path = named ?? found.get(schema);
    if (path === undefined) throw new HandlerError(`gsettings has no schema ${schema}.`);
    return path.replace(/^\/|\/$/g, '');
  };
}
