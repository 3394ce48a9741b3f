import type { ChangedSetting, SkippedStep } from '@gpii/device';
import {
  applicationTerm,
  collectInputPaths,
  commonTerm,
  isCommonTerm,
  isJsonObject,
  memberOf,
  splitElPath,
  type JsonObject,
  type JsonValue,
} from '@gpii/matchmaker';
import type { SettingsAnswer } from '@gpii/protocol';
import { DEFAULT_CONTEXT } from '../default-context.ts';

/** A changed setting, in the words of the registry. */
export interface DescribedChange {
  readonly setting: string;
  readonly application: string;
  /** The person's common terms, short, that it comes from; none where it is the person's setting for the application. */
  readonly terms: readonly string[];
  readonly old: JsonValue | undefined;
  readonly value: JsonValue;
}

/** Says of each change which setting it is by name, and which of the person's terms it comes from. */
export function describeChanges(
  instructions: SettingsAnswer,
  changes: readonly ChangedSetting[],
): readonly DescribedChange[] {
  const { applications } = instructions.matchMakerOutput.inferredConfiguration[DEFAULT_CONTEXT] ?? {};
  return changes.map(({ solution, setting, old, value }) => {
    const entry = objectOf(instructions.solutionsRegistryEntries[solution]);
    const settings = objectOf(applications?.[solution]?.settings);
    const own = Object.hasOwn(objectOf(memberOf(settings, applicationTerm(solution))), setting);
    const { title, rule, isSupported } = lookUp(entry, setting);
    const from = rule === undefined && !isSupported ? startingTerms(settings) : termsOf(rule);
    const terms = own ? [] : from.filter((term) => Object.hasOwn(settings, term));
    return {
      setting: titleOf(title, setting),
      application: titleOf(memberOf(entry, 'name'), solution),
      terms: terms.map(shortName),
      old,
      value,
    };
  });
}

/** What could not be put on, in the words of the registry; without a setting, it is all that one handler or action does. */
export interface DescribedLeftOut {
  readonly setting: string | undefined;
  readonly application: string;
}

/** Says of what was left out which setting it is by name, and of which application; each once. */
export function describeLeftOut(
  { solutionsRegistryEntries }: SettingsAnswer,
  leftOut: readonly SkippedStep[],
): readonly DescribedLeftOut[] {
  const described = leftOut.map(({ solution, setting }) => {
    const entry = objectOf(solutionsRegistryEntries[solution]);
    return {
      setting: setting === undefined ? undefined : titleOf(lookUp(entry, setting).title, setting),
      application: titleOf(memberOf(entry, 'name'), solution),
    };
  });
  return [...new Map(described.map((one) => [JSON.stringify(one), one])).values()];
}

function titleOf(title: JsonValue | undefined, otherwise: string): string {
  return typeof title === 'string' ? title : otherwise;
}

/** What the handlers of an entry say of a setting. */
function lookUp(
  entry: JsonObject,
  setting: string,
): { title?: JsonValue | undefined; rule?: JsonValue | undefined; isSupported: boolean } {
  let isSupported = false;
  let title: JsonValue | undefined;
  let rule: JsonValue | undefined;
  for (const handler of Object.values(objectOf(memberOf(entry, 'settingsHandlers')))) {
    const supported = objectOf(memberOf(objectOf(handler), 'supportedSettings'));
    isSupported ||= Object.hasOwn(supported, setting);
    title ??= memberOf(objectOf(memberOf(objectOf(memberOf(supported, setting)), 'schema')), 'title');
    const rules = Object.entries(objectOf(memberOf(objectOf(handler), 'capabilitiesTransformations')));
    rule ??= rules.find(([path]) => splitElPath(path)[0] === setting)?.[1];
  }
  return { title, rule, isSupported };
}

/** A setting that starts an application stands in no handler; the last term decides whether it is to run. */
function startingTerms(settings: JsonObject): readonly string[] {
  return Object.keys(settings).slice(-1).filter(isCommonTerm);
}

function termsOf(rule: JsonValue | undefined): readonly string[] {
  const terms = new Set<string>();
  if (rule !== undefined) {
    collectInputPaths({ rule }, 'rules', (path) => {
      if (typeof path === 'string') terms.add(splitElPath(path).join('.'));
    });
  }
  return [...terms];
}

/** `http://registry.gpii.net/common/highContrast/enabled` is "high contrast: enabled". */
function shortName(term: string): string {
  const short = term.startsWith(commonTerm('')) ? term.slice(commonTerm('').length) : term;
  return short
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('/', ': ')
    .toLowerCase();
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
