import { isJsonObject, splitElPath, type JsonObject } from '@gpii/matchmaker';
import { HandlerError, RefusedSettingError } from '../handlers/settings-handler.ts';

/** The way to one element: by its name and, where there are several, by an attribute or by its number. */
export interface XmlLink {
  readonly name: string;
  readonly key?: { readonly attribute: string; readonly value: string };
  readonly index?: number;
}

/** What a setting of an XML file names: elements from the root on, then a text (`$t`) or an attribute. */
export interface XmlPath {
  readonly links: readonly XmlLink[];
  /** `$t`: the text of the last element. */
  readonly member: string;
}

/** Path of elements, joined -> the attribute by which they are told apart. */
export type XmlKeys = ReadonlyMap<string, string>;

/** Of XML, as far as a registry needs it; a `:` stands between a prefix and a name. */
const NAME = /^[\p{L}_][\p{L}\p{N}_.-]*(:[\p{L}_][\p{L}\p{N}_.-]*)?$/u;

/** Both names of the rule: the second one came later. */
const BY_ATTRIBUTE: ReadonlySet<unknown> = new Set([
  'fluid.transforms.arrayToObject',
  'fluid.transforms.indexArrayByKey',
]);

/**
 * Reads the option `rules`: `"a.b": {transform: {type: "fluid.transforms.arrayToObject", inputPath: "a.b", key: "name"}}`
 * says that elements `b` are told apart by their attribute `name`; `"a": "a"` says nothing.
 *
 * @throws HandlerError for every other rule.
 */
export function readXmlKeys({ rules = {} }: JsonObject): XmlKeys {
  const keys = new Map<string, string>();
  for (const [path, rule] of Object.entries(isJsonObject(rules) ? rules : {})) {
    if (rule === path) continue;
    const { type, inputPath, key } = isJsonObject(rule) && isJsonObject(rule.transform) ? rule.transform : {};
    if (!BY_ATTRIBUTE.has(type) || inputPath !== path || typeof key !== 'string')
      throw new HandlerError(`The rule ${JSON.stringify(path)} of the registry entry can't be used for an XML file.`);
    keys.set(joined(splitElPath(path)), key);
  }
  return keys;
}

/** @throws RefusedSettingError when a setting can't stand in an XML file. */
export function readXmlPath(setting: string, keys: XmlKeys): XmlPath {
  const segments = splitElPath(setting);
  const [member = '', ...back] = segments.toReversed();
  const names = back.toReversed();
  const links: XmlLink[] = [];
  for (let at = 0; at < names.length; at += 1) {
    const name = names[at] ?? '';
    const attribute = keys.get(joined(names.slice(0, at + 1)));
    const next = names[at + 1] ?? '';
    if (attribute !== undefined) links.push({ name, key: { attribute, value: next } });
    else links.push(/^\d+$/.test(next) ? { name, index: Number(next) } : { name });
    if (attribute !== undefined || /^\d+$/.test(next)) at += 1;
  }
  const used = [...links.map(({ name }) => name), ...(member === '$t' ? [] : [member])];
  if (links.length === 0 || !used.every((name) => NAME.test(name)))
    throw new RefusedSettingError(`${JSON.stringify(setting)} can't be the name of a setting in an XML file.`);
  return { links, member };
}

function joined(names: readonly string[]): string {
  return names.join('\0');
}
