import {
  applicationTerm,
  collectInputPaths,
  isCommonTerm,
  isJsonObject,
  memberOf,
  mergeObjects,
  splitElPath,
  type JsonObject,
} from '@gpii/matchmaker';
import type { SettingsHandlerEntry } from './solution-entry.ts';

const REGISTRY = 'http://registry.gpii.net/';

/** Makes another model of a model by the rules of a registry; `transformModel` of service-kit. */
export type TransformModel = (model: object, rules: object) => Readonly<Record<string, unknown>>;

/** Is told of each rule that could not be used: the name of the setting, or of the path, that it would have made. */
export type LeaveOut = (rule: string) => void;

/**
 * The settings that one handler of a solution gets: what its rules make of the person's common terms, and over that
 * the settings which the person keeps for the application itself.
 *
 * @param settings - Of the solution, as the cloud sent them: common terms and the application's own block.
 * @see GPII-FORMATS §3b.4
 */
export function toApplicationSettings(
  { solutionId, settings }: { solutionId: string; settings: JsonObject },
  handler: SettingsHandlerEntry,
  transform: TransformModel,
  leaveOut: LeaveOut,
): JsonObject {
  const own = ownSettings(memberOf(settings, applicationTerm(solutionId)), handler);
  const { capabilitiesTransformations: rules } = handler;
  if (rules === undefined || !isAskedFor(settings, handler)) return own;
  return mergeObjects(withNamesOf(handler, transformWhatCan(settings, rules, { transform, leaveOut })), own);
}

/** All rules at once; where a value is one that a rule can't take, rule by rule: that one is left out, and no other. */
function transformWhatCan(
  settings: JsonObject,
  rules: JsonObject,
  { transform, leaveOut }: { transform: TransformModel; leaveOut: LeaveOut },
): JsonObject {
  try {
    return transform(settings, rules) as JsonObject;
  } catch {
    let made: JsonObject = {};
    for (const [path, rule] of Object.entries(rules)) {
      try {
        made = mergeObjects(made, transform(settings, { [path]: rule }) as JsonObject);
      } catch {
        leaveOut(unescapePath(path));
      }
    }
    return made;
  }
}

/** Infusion's `arrayToSetMembership` leaves the paths of its options escaped: they are names of settings (FLUID-5907). */
function withNamesOf({ supportedSettings = {} }: SettingsHandlerEntry, made: JsonObject): JsonObject {
  const nameOf = (name: string): string => {
    const plain = name.replaceAll('\\.', '.');
    return !Object.hasOwn(supportedSettings, name) && Object.hasOwn(supportedSettings, plain) ? plain : name;
  };
  return Object.fromEntries(Object.entries(made).map(([name, value]) => [nameOf(name), value]));
}

function ownSettings(block: unknown, { supportedSettings }: SettingsHandlerEntry): JsonObject {
  if (!isJsonObject(block)) return {};
  const isOurs = (name: string) =>
    !isCommonTerm(name) && (supportedSettings === undefined || Object.hasOwn(supportedSettings, name));
  return Object.fromEntries(Object.entries(block).filter(([name]) => isOurs(name)));
}

/** Rules run when one of the terms that they read, or that the handler says it is capable of, has a value. */
function isAskedFor(settings: JsonObject, handler: SettingsHandlerEntry): boolean {
  const demanded = demandedTerms(settings);
  return [...inputTerms(handler)].some((term) => demanded.has(term));
}

function demandedTerms(settings: JsonObject): Set<string> {
  const terms = new Set<string>();
  for (const [term, value] of Object.entries(settings)) {
    if (!term.startsWith(REGISTRY)) continue;
    terms.add(term);
    if (!isJsonObject(value)) continue;
    for (const member of Object.keys(value)) terms.add(member.startsWith(REGISTRY) ? member : `${term}.${member}`);
  }
  return terms;
}

function inputTerms({ capabilities = [], capabilitiesTransformations = {} }: SettingsHandlerEntry): Set<string> {
  const terms = new Set(capabilities.map(unescapePath));
  collectInputPaths(capabilitiesTransformations, 'capabilitiesTransformations', (path) => {
    if (typeof path === 'string') terms.add(unescapePath(path));
  });
  return terms;
}

function unescapePath(path: string): string {
  return splitElPath(path).join('.');
}
