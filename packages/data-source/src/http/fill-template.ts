import type { DataSourceKey } from '../data-source.ts';
import type { JsonTemplate } from './http-options.ts';

const PLACE = /%([a-z][A-Za-z0-9_]*)/g;

/**
 * Puts members of the key into a template.
 *
 * @throws TypeError, with the member's name alone, when the key has no such member.
 */
export function fillTemplate(template: string, key: DataSourceKey, encode = (text: string): string => text): string {
  return template.replace(PLACE, (_place, name: string) => {
    const member: unknown = Object.hasOwn(key, name) ? key[name] : undefined;
    if (typeof member !== 'string') throw new TypeError(`The key of this data source needs the text member "${name}"`);
    return encode(member);
  });
}

/** Puts members of the key into an address, percent-encoded. */
export function fillPath(template: string, key: DataSourceKey): string {
  return fillTemplate(template, key, (text) => encodeURIComponent(text.toWellFormed()));
}

/**
 * Puts members of the key into a header.
 *
 * @throws TypeError when that would give a header a line break, another control character or one outside Latin-1.
 */
export function fillHeader(name: string, template: string, key: DataSourceKey): string {
  const value = fillTemplate(template, key);
  if (!/^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value)) {
    throw new TypeError(`What the key has for the header "${name}" cannot stand in a header`);
  }
  return value;
}

/** Puts members of the key into the texts of a JSON value; member names stay as they are. */
export function fillJson(template: JsonTemplate, key: DataSourceKey): unknown {
  if (typeof template === 'string') return fillTemplate(template, key);
  if (Array.isArray(template)) return template.map((item: JsonTemplate) => fillJson(item, key));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, fillJson(value, key)]));
}
