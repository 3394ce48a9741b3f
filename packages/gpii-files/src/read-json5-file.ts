import { readFile } from 'node:fs/promises';
import { StartError } from '@gpii/service-kit/cli';
import { Json5SyntaxError, parseJson5, type Json5Document } from './json5-document.ts';

/**
 * Reads a JSON5 file that a start needs.
 *
 * @param kind - What the file is, for the message: "solutions registry".
 * @throws StartError (exit 78) that names the file, and the line where it is no JSON5.
 */
export async function readJson5File(kind: string, file: string): Promise<Json5Document> {
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
