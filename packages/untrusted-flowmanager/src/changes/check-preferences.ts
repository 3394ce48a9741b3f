import { checkPreferenceSet, collectTermSchemas, OWN_COMMON_TERMS, readCommonTerms } from '@gpii/gpii-files';
import { compileRegistry, isCommonTerm, type JsonObject } from '@gpii/matchmaker';
import type { SettingsAnswer } from '@gpii/protocol';
import { DEFAULT_CONTEXT } from '../default-context.ts';
import { PERSON_SENTENCES } from '../road/person-sentences.ts';
import { InvalidPreferences } from './invalid-preferences.ts';

/** Most rules that one answer names. */
const MAX_PROBLEMS = 20;

let commonTerms: Promise<JsonObject> | undefined;

/**
 * Checks preferences that somebody wants to change, by the schemas of the common terms and of the solutions of this computer:
 * the rules by which GPII Cloud checks what is saved.
 *
 * @throws InvalidPreferences, also for a common term that neither the file of them nor a solution knows: a typing error.
 */
export async function checkPreferences(
  preferences: JsonObject,
  { solutionsRegistryEntries }: Pick<SettingsAnswer, 'solutionsRegistryEntries'>,
): Promise<void> {
  // Needed by few, so it is read by the first of them.
  const known = await (commonTerms ??= readCommonTerms(OWN_COMMON_TERMS));
  const entries = solutionsRegistryEntries as JsonObject;
  const set = { contexts: { [DEFAULT_CONTEXT]: { preferences } } };
  const problems = checkPreferenceSet(set, collectTermSchemas(known, { here: entries }), MAX_PROBLEMS).map(
    ({ message, dataPath }) => ({ message, dataPath }),
  );
  const read = readTerms(entries);
  for (const term of Object.keys(preferences)) {
    if (!isCommonTerm(term) || Object.hasOwn(known, term) || read.has(term)) continue;
    const dataPath = ['contexts', DEFAULT_CONTEXT, 'preferences', term];
    problems.push({ message: 'There is no such setting.', dataPath });
  }
  if (problems.length > 0) throw new InvalidPreferences(PERSON_SENTENCES.invalidChange, problems);
}

/** The common terms that solutions of this computer understand. */
function readTerms(entries: JsonObject): ReadonlySet<string> {
  return new Set(
    compileRegistry({ here: entries })
      .solutionsOf('here')
      .flatMap(({ capabilities }) => [...capabilities]),
  );
}
