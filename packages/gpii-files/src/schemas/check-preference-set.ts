import { isJsonObject, memberOf, type JsonObject, type JsonValue } from '@gpii/matchmaker';
import { checkValue, type Problem, type ReportProblem } from './check-value.ts';
import type { TermSchemas } from './term-schemas.ts';

/** A name that begins with a scheme. Looks at each character once. */
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s]+$/;

/** What every flat preference set is. */
const SET_SCHEMA: JsonObject = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    metadata: { type: 'array' },
    contexts: {
      required: true,
      type: 'object',
      additionalProperties: { type: 'object', properties: { preferences: { required: true, type: 'object' } } },
    },
  },
};

/**
 * Checks a flat preference set: its shape, and in every context each term that is known by its schema. Terms that nobody described
 * are right, whatever their value; their names are URIs.
 *
 * @param most - How many problems are looked for.
 * @see GPII-FORMATS §1 (PUT), §4.2
 */
export function checkPreferenceSet(set: JsonValue, terms: TermSchemas, most = Infinity): readonly Problem[] {
  const problems: Problem[] = [];
  const report: ReportProblem = (problem) => {
    if (problems.length < most) problems.push(problem);
  };
  checkValue({ value: set, schema: SET_SCHEMA, dataPath: [], schemaPath: [] }, report);
  for (const [context, preferences] of preferencesOf(set)) {
    const dataPath = ['contexts', context, 'preferences'];
    for (const [term, value] of Object.entries(preferences)) checkTerm({ term, value, dataPath }, terms, report);
    if (problems.length >= most) break;
  }
  return problems;
}

/** Context name and preferences, of each context that has both. */
export function preferencesOf(set: JsonValue): readonly (readonly [string, JsonObject])[] {
  const contexts = isJsonObject(set) ? memberOf(set, 'contexts') : undefined;
  return Object.entries(isJsonObject(contexts) ? contexts : {}).flatMap(([name, context]) => {
    const preferences = isJsonObject(context) ? memberOf(context, 'preferences') : undefined;
    return isJsonObject(preferences) ? [[name, preferences] as const] : [];
  });
}

function checkTerm(
  { term, value, dataPath }: { term: string; value: JsonValue; dataPath: readonly string[] },
  terms: TermSchemas,
  report: ReportProblem,
): void {
  const at = [...dataPath, term];
  if (!URI.test(term)) {
    const rule = { propertyNames: { format: 'uri' } };
    report({
      message: 'The name of a preference is a URI.',
      dataPath: at,
      schemaPath: ['propertyNames', 'format'],
      rule,
    });
    return;
  }
  const schema = terms.schemaOf(term);
  if (schema !== undefined) checkValue({ value, schema, dataPath: at, schemaPath: ['properties', term] }, report);
}
