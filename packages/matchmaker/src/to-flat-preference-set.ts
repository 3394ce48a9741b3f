import { isoToFlat } from './iso-to-flat.ts';
import { isJsonObject, memberOf } from './json.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { joinLists, mergeContexts } from './merge-contexts.ts';
import type { PreferenceContext, PreferenceSet } from './preference-set.ts';

type ConvertPreferences = (preferences: JsonObject) => JsonObject;

const CONVERT_FROM_VIEW: ReadonlyMap<string, ConvertPreferences> = new Map([
  ['flat', (preferences: JsonObject) => preferences],
  ['ISO24751', isoToFlat],
]);

/**
 * Gives what a preferences safe holds as one flat preference set.
 *
 * Rule: the views are taken in their order. `flat` counts as it is, `ISO24751` is converted, others are ignored. The name is
 * the first that is given, contexts of the same name are merged (the later view wins), metadata lists are joined.
 *
 * Wrong shapes do no harm: a context that is no object, or has no preferences, has the preferences `{}`.
 *
 * @param views - View name -> preference set. Not changed; the result shares values with it.
 * @returns A set that always has `contexts`. Empty lists are left out of it and of its contexts.
 * @see GPII-FORMATS §3.2
 */
export function toFlatPreferenceSet(views: JsonObject): PreferenceSet {
  let name: JsonValue | undefined;
  let metadata: JsonValue | undefined;
  const contexts = new Map<string, PreferenceContext>();
  for (const [view, set] of Object.entries(views)) {
    const convert = CONVERT_FROM_VIEW.get(view);
    if (convert === undefined || !isJsonObject(set)) {
      continue;
    }
    name = name === undefined ? memberOf(set, 'name') : name;
    metadata = joinLists(metadata, memberOf(set, 'metadata'));
    for (const [contextName, context] of contextsOf(set, convert)) {
      const earlier = contexts.get(contextName);
      contexts.set(contextName, earlier === undefined ? context : mergeContexts(earlier, context));
    }
  }
  return {
    ...(name !== undefined && { name }),
    contexts: Object.fromEntries([...contexts].map(([key, context]) => [key, withoutEmptyLists(context)])),
    ...(metadata !== undefined && !isEmptyList(metadata) && { metadata }),
  };
}

function contextsOf(set: JsonObject, convert: ConvertPreferences): [string, PreferenceContext][] {
  const contexts = memberOf(set, 'contexts');
  return Object.entries(isJsonObject(contexts) ? contexts : {}).map(([name, value]) => {
    const context = isJsonObject(value) ? value : {};
    const preferences = memberOf(context, 'preferences');
    return [name, { ...context, preferences: isJsonObject(preferences) ? convert(preferences) : {} }];
  });
}

function withoutEmptyLists(context: PreferenceContext): PreferenceContext {
  const kept = Object.entries(context).filter(([, value]) => !isEmptyList(value));
  return { ...Object.fromEntries(kept), preferences: context.preferences };
}

function isEmptyList(value: JsonValue): boolean {
  return Array.isArray(value) && value.length === 0;
}
