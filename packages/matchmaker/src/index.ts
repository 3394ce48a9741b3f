/** The matchmaker: preferences × device × solutions registry -> lifecycle instructions. See the README for the steps. */
export { compileRegistry } from './compile-registry.ts';
export type { CompiledRegistry, CompiledSolution } from './compiled-registry.ts';
export type { AdaptationFunction } from './adaptation-function.ts';
export { RegistryError } from './registry-error.ts';
export type { RegistryPlace } from './registry-error.ts';

export { toFlatPreferenceSet } from './to-flat-preference-set.ts';
export type { PreferenceContext, PreferenceSet } from './preference-set.ts';

export {
  applicationGroup,
  applicationOfGroup,
  applicationsOf,
  PREFERENCE_GROUPS,
  type PreferenceGroupId,
} from './preference-groups.ts';
export { sharePreferences } from './share-preferences.ts';
export type { SharedPreferences } from './share-preferences.ts';

export { DEVICE_CHARACTER_LIMIT, DEVICE_NESTING_LIMIT, DEVICE_SOLUTION_LIMIT, parseDevice } from './parse-device.ts';
export type { DeviceReport, ReportedSolution } from './parse-device.ts';
export { DeviceError } from './device-error.ts';
export type { DeviceErrorReason } from './device-error.ts';

export { matchPreferences } from './match-preferences.ts';
export type {
  ApplicationConfiguration,
  ContextConfiguration,
  InferredConfiguration,
  MatchInput,
  MatchResult,
} from './match-preferences.ts';

export { isDeeperThan, isJsonObject, memberOf, mergeObjects, setMember } from './json.ts';
export type { JsonObject, JsonValue } from './json.ts';
export { applicationTerm, commonTerm, isCommonTerm } from './terms.ts';

export { collectInputPaths } from './collect-input-paths.ts';
export { splitElPath } from './split-el-path.ts';
