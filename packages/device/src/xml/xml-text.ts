import { parseXml, XmlCdata, XmlElement, XmlText } from '@rgrove/parse-xml';
import { HandlerError, RefusedSettingError } from '../handlers/settings-handler.ts';
import type { XmlLink } from './xml-path.ts';

/** A piece of a text, and what is to stand there. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A start tag as it stands in the text. */
export interface StartTag {
  /** Behind its `>`. */
  readonly end: number;
  readonly isEmpty: boolean;
  /** Where another attribute can follow. */
  readonly attributesEnd: number;
  /** Attribute -> where it begins with the space before it, and where its value stands with the quotation marks. */
  readonly attributes: ReadonlyMap<string, { readonly from: number; readonly start: number; readonly end: number }>;
}

/**
 * The root of an XML text. Entities that a document type declares are not put in, so that they can neither read files nor grow.
 *
 * @param text - Without a byte order mark.
 * @throws HandlerError
 */
export function readRoot(text: string): XmlElement {
  try {
    const { root } = parseXml(text, { includeOffsets: true, ignoreUndefinedEntities: true, preserveCdata: true });
    if (root !== null) return root;
  } catch {
    // The parser's own words quote the text. Elements within elements without end are a RangeError.
  }
  throw new HandlerError('The file is not XML.');
}

/**
 * Follows a path; where it ends early, the innermost element on the way and what is missing in there.
 *
 * @throws RefusedSettingError when a link fits more than one element, or a number none.
 */
export function findElement(
  root: XmlElement,
  links: readonly XmlLink[],
): { readonly innermost: XmlElement; readonly missing: readonly XmlLink[] } {
  if (root.name !== links[0]?.name) throw new HandlerError('The file has another outermost element.');
  let innermost = root;
  for (const [at, link] of links.entries()) {
    if (at === 0) continue;
    const found = childOf(innermost, link);
    if (found === undefined) return { innermost, missing: links.slice(at) };
    innermost = found;
  }
  return { innermost, missing: [] };
}

function childOf(parent: XmlElement, { name, key, index }: XmlLink): XmlElement | undefined {
  const same = elementsIn(parent).filter((child) => child.name === name);
  if (key !== undefined) return same.find(({ attributes }) => attributes[key.attribute] === key.value);
  if (index !== undefined && same[index] === undefined)
    throw new RefusedSettingError(`The file has no element ${name} number ${index}.`);
  if (index === undefined && same.length > 1)
    throw new RefusedSettingError(`The element ${name} stands more than once in the file.`);
  return same[index ?? 0];
}

/** The elements right within one. */
export function elementsIn({ children }: XmlElement): XmlElement[] {
  return children.filter((child) => child instanceof XmlElement);
}

/** The pieces of text right within an element. */
export function textsIn({ children }: XmlElement): XmlText[] {
  return children.filter((child) => child instanceof XmlText || child instanceof XmlCdata);
}

/** Reads the start tag of an element, which the parser has found to be well-formed. */
export function readStartTag(text: string, { start: tagStart, name }: XmlElement): StartTag {
  const attributes = new Map<string, { from: number; start: number; end: number }>();
  const attribute = /\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')/y;
  let attributesEnd = tagStart + 1 + name.length;
  attribute.lastIndex = attributesEnd;
  for (let found = attribute.exec(text); found !== null; found = attribute.exec(text)) {
    attributesEnd = attribute.lastIndex;
    const start = attributesEnd - (found[2] ?? '').length;
    attributes.set(found[1] ?? '', { from: found.index, start, end: attributesEnd });
  }
  const end = text.indexOf('>', attributesEnd) + 1;
  return { end, isEmpty: text[end - 2] === '/', attributesEnd, attributes };
}

/** The text with other pieces in it. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((one, other) => other.start - one.start)
    .reduce((all, edit) => all.slice(0, edit.start) + edit.text + all.slice(edit.end), text);
}
