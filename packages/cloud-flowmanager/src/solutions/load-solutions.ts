import { readdir, readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { compileRegistry, isJsonObject, RegistryError, type CompiledRegistry, type JsonObject } from '@gpii/matchmaker';
import { Json5SyntaxError, parseJson5, type Json5Document } from '@gpii/operator/cli';
import { StartError } from '@gpii/service-kit/cli';
import { collectTermSchemas, type TermSchemas } from './term-schemas.ts';

/** Where descriptions of solutions and of terms are. */
export interface SolutionsFiles {
  /** Folder of solutions registries: one file for each operating system, named by its id (`linux.json5`). */
  readonly directory: string;
  /** File of the schemas of common terms. */
  readonly commonTermsFile: string;
}

/** Everything that is known of solutions and terms, loaded together and never changed. */
export interface Solutions {
  readonly registry: CompiledRegistry;
  readonly terms: TermSchemas;
  /** OS id -> how many solutions. */
  readonly counts: Readonly<Record<string, number>>;
}

/** What the files say, before anything is made of it. */
export interface ReadSolutions {
  /** OS id -> solution id -> registry entry. */
  readonly registries: Readonly<Record<string, JsonObject>>;
  /** Term -> `{schema}`. */
  readonly commonTerms: JsonObject;
}

/**
 * Reads and compiles solutions registries and common terms.
 *
 * @throws StartError (exit 78) that names the file and line, and the solution and field that are wrong.
 * @see GPII-FORMATS §3.3
 */
export async function loadSolutions(
  files: SolutionsFiles,
): Promise<{ readonly read: ReadSolutions; readonly solutions: Solutions }> {
  const registryFiles = new Map<string, RegistryFile>();
  for (const name of await listRegistryFiles(files.directory)) {
    const path = join(files.directory, name);
    registryFiles.set(parse(name).name, { path, document: await readDocument('solutions registry', path) });
  }
  const commonTerms = await readCommonTerms(files.commonTermsFile);
  const registries = Object.fromEntries(
    [...registryFiles].map(([osId, { document }]) => [osId, document.value as JsonObject] as const),
  );
  const read = { registries, commonTerms };
  try {
    return { read, solutions: compileSolutions(read) };
  } catch (error) {
    throw explain(error, registryFiles);
  }
}

/** Makes of what the files say what requests are answered with. */
export function compileSolutions({ registries, commonTerms }: ReadSolutions): Solutions {
  const registry = compileRegistry(registries);
  const counts = Object.fromEntries(Object.keys(registries).map((osId) => [osId, registry.solutionsOf(osId).length]));
  return { registry, terms: collectTermSchemas(commonTerms, registries), counts };
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

async function readCommonTerms(file: string): Promise<JsonObject> {
  const { value, lineOf } = await readDocument('file of common terms', file);
  if (!isJsonObject(value)) throw new StartError(`The file of common terms ${file}:1 is wrong: must be an object`);
  for (const [term, description] of Object.entries(value)) {
    if (isJsonObject(description) && isJsonObject(description.schema)) continue;
    throw new StartError(`The file of common terms ${file}:${lineOf([term])} is wrong: ${term} must have a schema`);
  }
  return value;
}

async function readDocument(kind: string, file: string): Promise<Json5Document> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new StartError(`The ${kind} ${file} can't be read.`, { cause: error });
  }
  try {
    return parseJson5(text);
  } catch (error) {
    if (!(error instanceof Json5SyntaxError)) throw error;
    throw new StartError(`The ${kind} ${file}:${error.line} is not JSON5: ${error.message}`, { cause: error });
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
