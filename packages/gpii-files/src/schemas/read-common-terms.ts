import { isJsonObject, type JsonObject } from '@gpii/matchmaker';
import { StartError } from '@gpii/service-kit/cli';
import { readJson5File } from '../read-json5-file.ts';

/**
 * Reads a file of common terms: term -> `{schema}`.
 *
 * @throws StartError (exit 78) that names the file, and the line of a term without a schema.
 */
export async function readCommonTerms(file: string): Promise<JsonObject> {
  const { value, lineOf } = await readJson5File('file of common terms', file);
  if (!isJsonObject(value)) throw new StartError(`The file of common terms ${file}:1 is wrong: must be an object`);
  for (const [term, description] of Object.entries(value)) {
    if (isJsonObject(description) && isJsonObject(description.schema)) continue;
    throw new StartError(`The file of common terms ${file}:${lineOf([term])} is wrong: ${term} must have a schema`);
  }
  return value;
}
