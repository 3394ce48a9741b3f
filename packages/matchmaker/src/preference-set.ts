import type { JsonObject, JsonValue } from './json.ts';

/** The preferences of one person, as flat terms, for each context that they named. */
export interface PreferenceSet {
  name?: JsonValue;
  /** By context name. Absent only where nothing is stored at all, so that the answer is `{}`. */
  contexts?: Record<string, PreferenceContext>;
  /** Hints for the whole set. Kept, never used by the matchmaker. */
  metadata?: JsonValue;
}

/** One context of a preference set: `gpii-default`, or a name such as `bright`. Unknown members are kept. */
export interface PreferenceContext extends JsonObject {
  /** Flat terms: `http://registry.gpii.net/common/…` -> value, `http://registry.gpii.net/applications/…` -> settings. */
  preferences: JsonObject;
}
