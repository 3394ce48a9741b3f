import type { CompiledSolution } from './compiled-registry.ts';
import { isJsonObject, memberOf } from './json.ts';
import type { JsonValue } from './json.ts';
import type { PreferenceContext } from './preference-set.ts';
import { solutionIdInScope } from './terms.ts';

/** Solution id -> priority. A priority is usually a number; whatever the person's data holds is kept. */
export type Priorities = ReadonlyMap<string, JsonValue>;

const PRIORITY_OF_OWN_SETTINGS = 512;

/**
 * Finds which solutions a context names, and how strongly.
 *
 * Rule: a solution has the priority 512 if the context has settings for it. Each metadata entry of the type `priority` in
 * this context then gives its value to the solutions in its scope, also when it is lower; the last entry counts.
 *
 * A priority entry without a value takes the priority away.
 *
 * @see GPII-FORMATS §3.5a
 */
export function findPriorities(solutions: readonly CompiledSolution[], context: PreferenceContext): Priorities {
  const priorities = new Map<string, JsonValue>();
  for (const { id, applicationTerm } of solutions) {
    if (Object.hasOwn(context.preferences, applicationTerm)) {
      priorities.set(id, PRIORITY_OF_OWN_SETTINGS);
    }
  }
  const metadata = memberOf(context, 'metadata');
  for (const entry of Array.isArray(metadata) ? metadata : []) {
    if (isJsonObject(entry) && entry.type === 'priority' && Array.isArray(entry.scope)) {
      setPriority(priorities, entry.scope, memberOf(entry, 'value'));
    }
  }
  return priorities;
}

function setPriority(
  priorities: Map<string, JsonValue>,
  scope: readonly JsonValue[],
  value: JsonValue | undefined,
): void {
  for (const uri of scope) {
    if (typeof uri !== 'string') {
      continue;
    }
    if (value === undefined) {
      priorities.delete(solutionIdInScope(uri));
    } else {
      priorities.set(solutionIdInScope(uri), value);
    }
  }
}
