import { isDeepStrictEqual } from 'node:util';
import {
  compileRegistry,
  matchPreferences,
  mergeObjects,
  type DeviceReport,
  type InferredConfiguration,
  type JsonObject,
} from '@gpii/matchmaker';
import type { SettingsAnswer } from '@gpii/protocol';
import { DEFAULT_CONTEXT } from '../default-context.ts';

type Wire = SettingsAnswer['matchMakerOutput']['inferredConfiguration'];

/**
 * What instructions become when the person changes preferences: matched anew, with the solutions and the preferences that
 * came along. Only what the change makes different is taken from that; all else stays as GPII Cloud said it.
 *
 * @param preferences - Flat terms of the default context; merged over those that the person has.
 */
export function changeInstructions(
  answer: SettingsAnswer,
  preferences: JsonObject,
  device: DeviceReport,
): SettingsAnswer {
  const had = answer.preferences as JsonObject;
  const has = mergeObjects({ contexts: {} }, mergeObjects(had, contextOf(preferences)));
  const registry = compileRegistry({ [device.osId ?? '']: answer.solutionsRegistryEntries as JsonObject });
  const match = (set: JsonObject) => matchPreferences({ preferences: set, device, registry }).inferredConfiguration;
  const inferredConfiguration = mergeDifference(
    answer.matchMakerOutput.inferredConfiguration,
    match(mergeObjects(contextOf({}), had)),
    match(has),
  );
  return { ...answer, preferences: has, matchMakerOutput: { ...answer.matchMakerOutput, inferredConfiguration } };
}

function contextOf(preferences: JsonObject): JsonObject {
  return { contexts: { [DEFAULT_CONTEXT]: { preferences } } };
}

function mergeDifference(said: Wire, before: InferredConfiguration, after: InferredConfiguration): Wire {
  const merged: Wire = { ...said };
  for (const [name, { applications: fresh }] of Object.entries(after)) {
    const old = Object.hasOwn(before, name) ? (before[name]?.applications ?? {}) : {};
    const applications: Wire[string]['applications'] = {
      ...(Object.hasOwn(said, name) ? said[name]?.applications : {}),
    };
    for (const id of new Set([...Object.keys(old), ...Object.keys(fresh)])) {
      if (isDeepStrictEqual(old[id], fresh[id])) continue;
      const application = fresh[id];
      if (application === undefined) Reflect.deleteProperty(applications, id);
      else applications[id] = application as unknown as Wire[string]['applications'][string];
    }
    merged[name] = { ...merged[name], applications };
  }
  return merged;
}
