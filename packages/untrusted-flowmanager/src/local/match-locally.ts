import { matchPreferences, toFlatPreferenceSet, type JsonObject } from '@gpii/matchmaker';
import type { SettingsAnswer } from '@gpii/protocol';
import type { KnownDevice } from '../device/known-device.ts';

type Inferred = SettingsAnswer['matchMakerOutput']['inferredConfiguration'];

/**
 * Makes of preferences on this computer what GPII Cloud makes of those that it has: the same steps, the same answer.
 *
 * @param preferences - Keyed by view.
 * @see GPII-FORMATS §3
 */
export function matchLocally(
  gpiiKey: string,
  preferences: JsonObject,
  { report, registry }: Pick<KnownDevice, 'report' | 'registry'>,
): SettingsAnswer {
  const result = matchPreferences({ preferences: toFlatPreferenceSet(preferences), device: report, registry });
  return {
    gpiiKey,
    preferences: { ...result.preferences },
    solutionsRegistryEntries: Object.fromEntries(result.solutions.map(({ id, entry }) => [id, entry])),
    // The wire's type takes further members, the matchmaker's has none.
    matchMakerOutput: { inferredConfiguration: result.inferredConfiguration as Inferred },
  };
}
