import {
  collectTermSchemas,
  explainRegistryError,
  readCommonTerms,
  readRegistries,
  type TermSchemas,
} from '@gpii/gpii-files';
import { compileRegistry, type CompiledRegistry, type JsonObject } from '@gpii/matchmaker';

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
  const registryFiles = await readRegistries(files.directory);
  const commonTerms = await readCommonTerms(files.commonTermsFile);
  const registries = Object.fromEntries(
    [...registryFiles].map(([osId, { document }]) => [osId, document.value as JsonObject] as const),
  );
  const read = { registries, commonTerms };
  try {
    return { read, solutions: compileSolutions(read) };
  } catch (error) {
    throw explainRegistryError(error, registryFiles);
  }
}

/** Makes of what the files say what requests are answered with. */
export function compileSolutions({ registries, commonTerms }: ReadSolutions): Solutions {
  const registry = compileRegistry(registries);
  const counts = Object.fromEntries(Object.keys(registries).map((osId) => [osId, registry.solutionsOf(osId).length]));
  return { registry, terms: collectTermSchemas(commonTerms, registries), counts };
}
