import { collectInputPaths } from './collect-input-paths.ts';
import { isJsonObject, memberOf } from './json.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { RegistryError } from './registry-error.ts';
import type { RegistryPlace } from './registry-error.ts';
import { splitElPath } from './split-el-path.ts';

/**
 * Finds the terms that a solution understands.
 *
 * Rule: a solution understands what its settings handlers' `capabilitiesTransformations` read, and what the solution itself
 * lists in `capabilities`. Lists of single settings handlers do not count here.
 *
 * @throws RegistryError where the entry has another shape.
 * @see GPII-FORMATS §3.4
 */
export function findCapabilities(entry: JsonObject, place: RegistryPlace): ReadonlySet<string> {
  const terms = new Set<string>();
  const addTerm = (path: JsonValue, field: string): void => {
    if (typeof path !== 'string') {
      throw new RegistryError({ ...place, field }, 'must be a path (a string)');
    }
    terms.add(splitElPath(path)[0] ?? '');
  };
  for (const [name, handler] of Object.entries(objectAt(entry, 'settingsHandlers', place))) {
    const handlerPlace = { ...place, field: `settingsHandlers.${name}` };
    if (!isJsonObject(handler)) {
      throw new RegistryError(handlerPlace, 'must be an object');
    }
    const rules = objectAt(handler, 'capabilitiesTransformations', handlerPlace);
    collectInputPaths(rules, `${handlerPlace.field}.capabilitiesTransformations`, addTerm);
  }
  const listed = memberOf(entry, 'capabilities') ?? [];
  if (!Array.isArray(listed)) {
    throw new RegistryError({ ...place, field: 'capabilities' }, 'must be a list');
  }
  for (const path of listed) {
    addTerm(path, 'capabilities');
  }
  return terms;
}

function objectAt(owner: JsonObject, key: string, place: RegistryPlace): JsonObject {
  const value = memberOf(owner, key);
  if (value === undefined) {
    return {};
  }
  if (!isJsonObject(value)) {
    const field = place.field === undefined ? key : `${place.field}.${key}`;
    throw new RegistryError({ ...place, field }, 'must be an object');
  }
  return value;
}
