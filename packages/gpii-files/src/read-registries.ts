import { readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { compileRegistry, RegistryError, type CompiledRegistry, type JsonObject } from '@gpii/matchmaker';
import { StartError } from '@gpii/service-kit/cli';
import type { Json5Document } from './json5-document.ts';
import { readJson5File } from './read-json5-file.ts';

/** A solutions registry as it was read; its shape was not looked at. */
export interface RegistryFile {
  readonly path: string;
  readonly document: Json5Document;
}

/**
 * Reads a folder of solutions registries: one JSON5 file for each operating system, named by its id (`linux.json5`).
 *
 * @returns OS id -> file.
 * @throws StartError (exit 78) for a folder that can't be read or has none, and for a file that is not JSON5.
 */
export async function readRegistries(directory: string): Promise<ReadonlyMap<string, RegistryFile>> {
  const files = new Map<string, RegistryFile>();
  for (const name of await listRegistries(directory)) files.set(parse(name).name, await readRegistry(directory, name));
  if (files.size === 0) throw new StartError(`The folder ${directory} has no solutions registry, such as linux.json5.`);
  return files;
}

/**
 * Reads and compiles the solutions registry of one operating system, and no other file of the folder.
 *
 * @returns Its entries by solution id, and the same ready for matching; undefined where the folder has none for it.
 * @throws StartError (exit 78) that names file, line, solution and field.
 */
export async function readRegistryOf(
  osId: string,
  directory: string,
): Promise<{ readonly entries: JsonObject; readonly compiled: CompiledRegistry } | undefined> {
  const name = (await listRegistries(directory)).find((candidate) => parse(candidate).name === osId);
  if (name === undefined) return undefined;
  const file = await readRegistry(directory, name);
  const entries = file.document.value as JsonObject;
  try {
    return { entries, compiled: compileRegistry({ [osId]: entries }) };
  } catch (error) {
    throw explainRegistryError(error, new Map([[osId, file]]));
  }
}

/** What `compileRegistry` found wrong, with file and line; any other error as it is. */
export function explainRegistryError(error: unknown, files: ReadonlyMap<string, RegistryFile>): unknown {
  if (!(error instanceof RegistryError)) return error;
  const { osId, solutionId, field } = error.place;
  const file = files.get(osId);
  const path = solutionId === undefined ? [] : [solutionId, ...(field?.split('.') ?? [])];
  const place = `${file?.path ?? osId}:${file?.document.lineOf(path) ?? 1}`;
  return new StartError(`The solutions registry ${place} is wrong: ${error.message}`, { cause: error });
}

async function listRegistries(directory: string): Promise<readonly string[]> {
  try {
    return (await readdir(directory)).filter((name) => /\.json5?$/.test(name)).sort();
  } catch (error) {
    throw new StartError(`The folder of solutions registries ${directory} can't be read.`, { cause: error });
  }
}

async function readRegistry(directory: string, name: string): Promise<RegistryFile> {
  const path = join(directory, name);
  return { path, document: await readJson5File('solutions registry', path) };
}
