import type { MatchResult } from '@gpii/matchmaker';

/**
 * The answer to GET settings, as JSON text with its members in the order that installs in the field know. Registry
 * entries were made text when the registry was compiled: they are most of the answer and never change.
 *
 * @see GPII-FORMATS §1, §3.6
 */
export function renderSettingsAnswer(gpiiToken: string, result: MatchResult): string {
  const entries = result.solutions.map(({ id, entryJson }) => `${JSON.stringify(id)}:${entryJson}`).join(',');
  return (
    `{"gpiiKey":${JSON.stringify(gpiiToken)},"preferences":${JSON.stringify(result.preferences)},` +
    `"solutionsRegistryEntries":{${entries}},` +
    `"matchMakerOutput":{"inferredConfiguration":${JSON.stringify(result.inferredConfiguration)}}}`
  );
}
