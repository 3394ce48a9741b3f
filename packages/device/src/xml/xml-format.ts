import type { XmlElement } from '@rgrove/parse-xml';
import type { JsonObject, JsonValue } from '@gpii/matchmaker';
import { decodeScalar } from '../files/scalar-text.ts';
import type { TextFormat } from '../files/text-format.ts';
import { RefusedSettingError } from '../handlers/settings-handler.ts';
import { readXmlKeys, readXmlPath, type XmlLink, type XmlPath } from './xml-path.ts';
import { applyEdits, elementsIn, findElement, readRoot, readStartTag, textsIn, type Edit } from './xml-text.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * XML files. A setting is a path of elements from the root on, then `$t` for a text or the name of an attribute:
 * `Settings.Bar.Size.$t`. Declaration, comments, order and indentation stay.
 *
 * @param options - `xml-tag`: the first line of a file that is made new; `rules`: see `readXmlKeys`.
 */
export function xmlFormat(options: JsonObject): TextFormat {
  const keys = readXmlKeys(options);
  return {
    read: (whole, setting) => {
      const { text } = withoutMark(whole);
      const found = findMember(readRoot(text), readXmlPath(setting, keys));
      return found === undefined ? undefined : decodeScalar(found.value);
    },
    write: (whole, setting, value) => {
      const path = readXmlPath(setting, keys);
      const { mark, text } = withoutMark(whole);
      if (text.trim() === '')
        return value === undefined ? whole : mark + newFile(options, path, encode(setting, value));
      return mark + applyEdits(text, editsFor(text, path, value === undefined ? undefined : encode(setting, value)));
    },
  };
}

function withoutMark(whole: string): { mark: string; text: string } {
  return whole.startsWith(BYTE_ORDER_MARK)
    ? { mark: BYTE_ORDER_MARK, text: whole.slice(1) }
    : { mark: '', text: whole };
}

/** Where a value is: in an attribute, or as the text of an element. */
function findMember(
  root: XmlElement,
  { links, member }: XmlPath,
): { element: XmlElement; attribute?: string; value: string } | undefined {
  const { innermost: element, missing } = findElement(root, links);
  if (missing.length > 0) return undefined;
  if (member === '$t') return { element, value: textOf(element) };
  const value = element.attributes[member];
  return value === undefined ? undefined : { element, attribute: member, value };
}

function textOf(element: XmlElement): string {
  return textsIn(element)
    .map(({ text }) => text)
    .join('');
}

function editsFor(text: string, path: XmlPath, value: string | undefined): Edit[] {
  const root = readRoot(text);
  const found = findMember(root, path);
  if (found === undefined) return value === undefined ? [] : [addMember(text, root, path, value)];
  const { element, attribute } = found;
  if (attribute !== undefined) return [setAttribute(text, element, attribute, value)];
  if (value === undefined) return [removeElement(text, element)];
  return value === found.value ? [] : setText(text, element, value);
}

function setText(text: string, element: XmlElement, value: string): Edit[] {
  if (elementsIn(element).length > 0)
    throw new RefusedSettingError(`The element ${element.name} holds elements, no text.`);
  const { end, isEmpty } = readStartTag(text, element);
  const written = escapeFor(text, value);
  if (isEmpty) return [{ ...closing(text, end), text: `>${written}</${element.name}>` }];
  const [first, ...others] = textsIn(element);
  if (first === undefined) return [{ start: end, end, text: written }];
  return [
    { start: first.start, end: first.end, text: written },
    ...others.map((other) => ({ start: other.start, end: other.end, text: '' })),
  ];
}

function setAttribute(text: string, element: XmlElement, name: string, value: string | undefined): Edit {
  const { attributes, attributesEnd } = readStartTag(text, element);
  const place = attributes.get(name);
  if (place === undefined)
    return { start: attributesEnd, end: attributesEnd, text: ` ${attributeText(text, name, value)}` };
  const { from, start, end } = place;
  return value === undefined ? { start: from, end, text: '' } : { start, end, text: quoted(text, value) };
}

/** Within the innermost element that is there, behind its last element and with the space before that one. */
function addMember(text: string, root: XmlElement, { links, member }: XmlPath, value: string): Edit {
  const { innermost, missing } = findElement(root, links);
  if (missing.length === 0) return setAttribute(text, innermost, member, value);
  const added = elementText(text, missing, member, value);
  const last = elementsIn(innermost).at(-1);
  if (last !== undefined) {
    return { start: last.end, end: last.end, text: spaceBefore(text, last.start) + added };
  }
  const { end, isEmpty } = readStartTag(text, innermost);
  if (isEmpty) return { ...closing(text, end), text: `>${added}</${innermost.name}>` };
  return { start: end, end, text: added };
}

/** A file can't be without its root. */
function removeElement(text: string, { start, end, isRootNode }: XmlElement): Edit {
  if (isRootNode) return { start, end: start, text: '' };
  return { start: start - spaceBefore(text, start).length, end, text: '' };
}

function spaceBefore(text: string, at: number): string {
  const before = text.slice(0, at);
  return before.slice(before.trimEnd().length);
}

function newFile(options: JsonObject, { links, member }: XmlPath, value: string): string {
  const declaration = options['xml-tag'];
  const first = typeof declaration === 'string' && declaration.trim() !== '' ? `${declaration.trim()}\n` : '';
  const text = `${first}${elementText(first, links, member, value)}\n`;
  // The declaration comes from a registry.
  readRoot(text);
  return text;
}

function elementText(text: string, links: readonly XmlLink[], member: string, value: string): string {
  const inner = member === '$t' ? escapeFor(text, value) : '';
  return links.reduceRight((content, { name, key }, at) => {
    const byKey = key === undefined ? '' : ` ${attributeText(text, key.attribute, key.value)}`;
    const own = member !== '$t' && at === links.length - 1 ? ` ${attributeText(text, member, value)}` : '';
    return `<${name}${byKey}${own}>${content}</${name}>`;
  }, inner);
}

/** The `/>` of an empty element, with the space before it. */
function closing(text: string, end: number): { start: number; end: number } {
  const slash = end - '/>'.length;
  return { start: slash - spaceBefore(text, slash).length, end };
}

function attributeText(text: string, name: string, value = ''): string {
  return `${name}=${quoted(text, value)}`;
}

function quoted(text: string, value: string): string {
  const escaped = escapeFor(text, value).replace(/["\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `"${escaped}"`;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/** In a text that declares another encoding than UTF-8, what is more than ASCII stands as a number. */
function escapeFor(text: string, value: string): string {
  const escaped = value.replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? '');
  const encoding = /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1] ?? 'utf-8';
  if (/^utf-?8$/i.test(encoding)) return escaped;
  return escaped.replace(/[^\0-\x7F]/gu, (character) => `&#${character.codePointAt(0) ?? 0};`);
}

function encode(setting: string, value: JsonValue): string {
  const text = typeof value === 'object' ? '' : String(value);
  // The characters of XML 1.0 (§2.2).
  const isUsable = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u.test(text);
  if (typeof value !== 'object' && isUsable) return text;
  throw new RefusedSettingError(`The value of ${JSON.stringify(setting)} can't stand in an XML file.`);
}
