import type { SettingsAnswer } from '@gpii/protocol';

/** How many solutions of this computer get settings, in whichever contexts. */
export function countSolutions(instructions: SettingsAnswer): number {
  const contexts = Object.values(instructions.matchMakerOutput.inferredConfiguration);
  return new Set(contexts.flatMap((context) => Object.keys(context.applications))).size;
}

/** What was sent, as the end of a sentence, e.g. "settings for 3 solutions". */
export function describeInstructions(instructions: SettingsAnswer): string {
  const count = countSolutions(instructions);
  if (count === 0) return 'no settings for this computer';
  return count === 1 ? 'settings for 1 solution' : `settings for ${count} solutions`;
}
