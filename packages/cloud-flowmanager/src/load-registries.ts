import { readdir, readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { compileRegistry, RegistryError, type CompiledRegistry, type JsonObject } from '@gpii/matchmaker';
import { Json5SyntaxError, parseJson5, type Json5Document } from '@gpii/operator/cli';
import { StartError } from '@gpii/service-kit/cli';

/**
 * Reads a folder of solutions registries: one file for each operating system, named by its id (`linux.json5`).
 *
 * @throws StartError (exit 78) that names the file and line, and the solution and field that are wrong.
 * @see GPII-FORMATS §3.3
 */
export async function loadRegistries(directory: string): Promise<CompiledRegistry> {
  const files = new Map<string, RegistryFile>();
  for (const name of await listRegistryFiles(directory)) {
    const path = join(directory, name);
    files.set(parse(name).name, { path, document: parseRegistry(path, await readRegistry(path)) });
  }
  try {
    return compileRegistry(
      Object.fromEntries([...files].map(([osId, { document }]) => [osId, document.value as JsonObject])),
    );
  } catch (error) {
    throw explain(error, files);
  }
}

interface RegistryFile {
  readonly path: string;
  readonly document: Json5Document;
}

async function listRegistryFiles(directory: string): Promise<readonly string[]> {
  let names: string[];
  try {
    names = await readdir(directory);
  } catch (error) {
    throw new StartError(`The folder of solutions registries ${directory} can't be read.`, { cause: error });
  }
  const files = names.filter((name) => /\.json5?$/.test(name)).sort();
  if (files.length === 0) {
    throw new StartError(`The folder ${directory} has no solutions registry, such as linux.json5.`);
  }
  return files;
}

async function readRegistry(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new StartError(`The solutions registry ${file} can't be read.`, { cause: error });
  }
}

function parseRegistry(file: string, text: string): Json5Document {
  try {
    return parseJson5(text);
  } catch (error) {
    if (!(error instanceof Json5SyntaxError)) throw error;
    throw new StartError(`The solutions registry ${file}:${error.line} is not JSON5: ${error.message}`, {
      cause: error,
    });
  }
}

function explain(error: unknown, files: ReadonlyMap<string, RegistryFile>): unknown {
  if (!(error instanceof RegistryError)) return error;
  const { osId, solutionId, field } = error.place;
  const file = files.get(osId);
  const path = solutionId === undefined ? [] : [solutionId, ...(field?.split('.') ?? [])];
  const place = `${file?.path ?? osId}:${file?.document.lineOf(path) ?? 1}`;
  return new StartError(`The solutions registry ${place} is wrong: ${error.message}`, { cause: error });
}
