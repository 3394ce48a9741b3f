import type { MatchResult } from '@gpii/matchmaker';

const COMMA = Buffer.from(',');

/**
 * The answer to GET settings, as JSON in UTF-8 with its members in the order that installs in the field know. Registry entries are
 * most of it and never change: they are copied from the bytes that were made when the registry was compiled.
 *
 * @see GPII-FORMATS §1, §3.6
 */
export function renderSettingsAnswer(gpiiToken: string, result: MatchResult): Buffer {
  const head = `{"gpiiKey":${JSON.stringify(gpiiToken)},"preferences":${JSON.stringify(result.preferences)},`;
  const tail = `},"matchMakerOutput":{"inferredConfiguration":${JSON.stringify(result.inferredConfiguration)}}}`;
  const parts: Uint8Array[] = [Buffer.from(`${head}"solutionsRegistryEntries":{`)];
  for (const { memberBytes } of result.solutions) parts.push(memberBytes, COMMA);
  if (result.solutions.length > 0) parts.pop();
  parts.push(Buffer.from(tail));
  return Buffer.concat(parts);
}
