import { ISO_PATHS } from './iso-paths.ts';
import { isJsonObject, memberOf, setMember } from './json.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { applicationTerm } from './terms.ts';

/**
 * Turns the preferences of one context from the ISO 24751 view into flat terms.
 *
 * Rule: each of the known common terms is read from its ISO path; `applications.<id>.parameters` becomes the block of that
 * application; whatever else the ISO view holds has no flat term and is left out.
 *
 * @see GPII-FORMATS §3.2
 */
export function isoToFlat(isoPreferences: JsonObject): JsonObject {
  const flat: JsonObject = {};
  for (const [term, path] of ISO_PATHS) {
    const value = valueAt(isoPreferences, path);
    if (value !== undefined) {
      flat[term] = value;
    }
  }
  const applications = memberOf(isoPreferences, 'applications');
  if (isJsonObject(applications)) {
    for (const [id, application] of Object.entries(applications)) {
      const parameters = valueAt(application, ['parameters']);
      if (parameters !== undefined) {
        setMember(flat, applicationTerm(id), parameters);
      }
    }
  }
  return flat;
}

function valueAt(root: JsonValue, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const segment of path) {
    value = isJsonObject(value) ? memberOf(value, segment) : undefined;
  }
  return value;
}
